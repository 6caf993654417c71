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

namespace xp::track {

class Recorder {
 public:
  /// RUNNING, in this process.
  Recorder(const std::string& experiment, const Options& options);
  ~Recorder();

  std::int64_t run() const { return run_; }
  void log(std::string_view metric, double value, std::int64_t step);
  bool stop_requested();

  // Each throws Error where the run has ended, and waits for room on a full disk.
  void flush();
  void params(const std::vector<Param>& params);
  void epoch(int number, const Metrics& metrics, const Metrics& telemetry);
  void chosen(int epoch);
  void predictions(xp::Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said);
  void artifact(const std::string& name, const std::string& bytes);
  void note(const std::string& text);
  void tag(const std::string& tag);
  void end(Status status, const std::string& reason);
  /// FINISHED; KILLED once `stop_requested` said yes.
  void finish();

  /// Ends it where nobody did, without waiting for a disk: what cannot be stored is told on standard error.
  void abandon() noexcept;
  /// False in a child that this process forked: there is no writer there, and SQLite's connection must not be used.
  bool at_home() const;

 private:
  void must_be_at_home() const;
  void refuse_ended() const;
  /// `after`: once it is stored.
  void write(const std::function<void()>& body, const std::function<void()>& after = {});
  void write_logged(const std::function<void()>& body);
  void write_end(Status status, const std::string& reason);
  Metrics scores_of(const Answers& answers, xp::Part part);
  bool crowded() const;
  void wait_for_room();
  void keep_writing();
  void write_in_time();
  static void say(const std::string& sentence);

  const double flush_seconds_;
  const int forks_;       // behind the process that it is recorded by
  const int exceptions_;  // that were on their way when the run began

  Buffers buffers_;
  std::atomic<std::uint64_t> stored_ = 0, lost_ = 0;
  std::atomic<bool> failing_ = false, ended_ = false, late_ = false, stop_ = false, told_to_stop_ = false;

  std::mutex mutex_;  // of the store and of what follows
  Store store_;
  std::int64_t run_ = 0;
  Patience patience_;
  std::map<std::string, Series> waiting_;  // taken from the buffers and not stored yet
  xp::Settings settings_;
  Answers answers_;
  std::set<std::pair<int, std::string>> scored_;  // epoch and metric of what predictions came to
  int chosen_ = 0, last_epoch_ = 0;
  std::string problem_;  // that was told last

  std::mutex pause_;  // of those who wait for the writer, and of the writer who waits for them
  std::condition_variable wake_, room_;
  bool due_ = false;
  std::thread writer_;
};

}  // namespace xp::track
