// A tracked run in the store: what was logged is written by a thread of its own, everything else by whoever calls.
#pragma once
#include <condition_variable>
#include <functional>
#include <set>
#include <thread>

#include "framework/run/patience.h"
#include "framework/store/store.h"
#include "framework/track/answers.h"
#include "framework/track/buffers.h"
#include "framework/track/forks.h"

namespace xp::track {

class Recorder {
 public:
  /// RUNNING, in this process.
  Recorder(const std::string& experiment, const Options& options);
  ~Recorder();

  std::int64_t run() const { return run_; }
  void log(std::string_view metric, double value, std::int64_t step) noexcept;
  bool stop_requested();

  // Each throws Error where the run has ended, and waits for room on a full disk.
  void flush();
  void params(const std::vector<Param>& params);
  void epoch(int number, const Metrics& metrics, const Metrics& telemetry);
  void chosen(int epoch);
  void predictions(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said);
  void artifact(const std::string& name, const std::string& bytes);
  void artifact(const std::filesystem::path& file);
  void note(const std::string& text);
  void tag(const std::string& tag);
  void end(Status status, const std::string& reason);
  /// FINISHED; KILLED once `stop_requested` said yes.
  void finish();

  /// Ends it where nobody did, without waiting for a disk: what cannot be stored is told on standard error.
  void abandon() noexcept;
  /// False in a child that this process forked: there is no writer there, and SQLite's connection must not be used.
  bool at_home() const { return here_.at_home(); }

 private:
  void must_be_at_home() const;
  void refuse_ended() const;
  void refuse_records(const std::filesystem::path& file) const;
  /// `after`: once it is stored; what is remembered of the run changes there.
  void write(const std::function<void()>& body, const std::function<void()>& after = {});
  /// Under the lock. While it waits, log() does not wait for it.
  void patiently(const std::function<void()>& write);
  void collect(Buffers::Then then);
  void write_logged(const std::function<void()>& body, Buffers::Then then = Buffers::Then::open);
  void write_end(Status status, const std::string& reason);
  void store_end(Status status, const std::string& reason);
  /// Under the lock.
  int last_epoch() const { return epochs_.empty() ? 0 : *epochs_.rbegin(); }
  Metrics scores_of(const Answers& answers, xp::Part part);
  bool crowded() const;
  void wait_for_room();
  void refuse_late();
  /// Throws Error where there can be no thread; the run is FAILED then.
  void start_writing();
  void keep_writing();
  void write_in_time() noexcept;
  static void say(const std::string& sentence) noexcept;

  const double flush_seconds_;
  const int exceptions_;  // that were on their way when the run began
  const OpenHere here_;   // before the store, and after it

  Buffers buffers_;
  std::atomic<std::uint64_t> stored_ = 0, lost_ = 0;
  std::atomic<bool> failing_ = false, ended_ = false, late_ = false, stop_ = false, told_to_stop_ = false;

  std::mutex mutex_;  // of the store and of what follows
  Store store_;
  std::int64_t run_ = 0;
  Patience patience_;
  std::map<std::string, Series> taken_;    // from the buffers, and not in `waiting_` yet
  std::map<std::string, Series> waiting_;  // not stored yet
  xp::Settings settings_;
  Answers answers_;
  std::set<std::pair<int, std::string>> scored_;  // epoch and metric of what predictions came to
  int chosen_ = 0;
  std::set<int> epochs_;  // that were told
  std::string problem_;   // that was told last

  std::mutex pause_;  // of those who wait for the writer, and of the writer who waits for them
  std::condition_variable wake_, room_;
  bool due_ = false;
  std::thread writer_;
};

}  // namespace xp::track
