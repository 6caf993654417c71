// Records a training loop that is not xp's: its parameters, metrics, files and predictions, for xp list, show, compare
// and report. C++17, the standard library alone; find_package(xp), then link xp::track.
//
//   xp::track::Run run("curves", {"baseline"});
//   run.params({{"rate", 0.01}, {"batch", 16}});
//   run.log("train/loss", loss, step);            // each step, from any thread
//   run.epoch(epoch, {{"val/accuracy", right}});  // each epoch: durable when it returns
//   run.finish();
//
// Promises: log() takes well under a microsecond, never throws, and never waits for a full disk; what was logged is
// stored within Options::flush_seconds, which is what kill -9 can cost. Everything else is stored when it returns, and
// throws Error where it cannot be. All functions may be called from all threads; in a child that its process forks
// log() does nothing, and what would be stored throws Error, as does a Run of the child's own: fork before the first
// one. Without finish() a run is FAILED, KILLED where an exception carried its loop away, and KILLED where its process
// died.
#pragma once
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace xp::track {

/// What is wrong, with what to do about it on a second line: `what()`; that second line alone, perhaps empty: `hint()`.
class Error : public std::runtime_error {
 public:
  Error(const std::string& problem, std::string hint)
      : std::runtime_error(hint.empty() ? problem : problem + "\n  " + hint), hint_(std::move(hint)) {}
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

/// A parameter's: it keeps its type, so that `true` is not 1, and 1 is not 1.0.
using Value = std::variant<bool, std::int64_t, double, std::string>;

struct Param {
  std::string name;  // "rate", "optimizer.momentum"
  Value value;

  template <class T>
  Param(std::string n, const T& v) : name(std::move(n)), value(kept(v)) {}

 private:
  template <class T>
  static Value kept(const T& v) {
    if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, Value>)
      return v;
    else if constexpr (std::is_integral_v<T>)
      return static_cast<std::int64_t>(v);
    else if constexpr (std::is_floating_point_v<T>)
      return static_cast<double>(v);
    else
      return std::string(v);
  }
};

/// By name; NaN and ±inf are kept as such.
using Metrics = std::map<std::string, double>;

enum class Part { validation, test };

/// What was said of one image.
struct Prediction {
  std::string image;                  // its name, by which runs are compared image by image
  int label = 0;                      // the truth: place among the classes, from 0
  std::vector<double> probabilities;  // one a class, sum 1
  std::string group = {};             // images of one patient belong together
};

struct Options {
  std::string name = {};  // of the run, to find it by
  std::vector<std::string> tags = {};
  std::string note = {};
  std::string question = {};      // that the run is to answer: the title of its page
  int epochs = 0;                 // planned; 0: not known
  std::string home = {};          // folder of the records; empty: XP_HOME, else .xp
  bool durable = false;           // stored means: survives a loss of power too, which takes milliseconds a call
  double flush_seconds = 1;       // between writes of what was logged
  double disk_wait_minutes = 60;  // for room on a full disk, or records that another program holds; log() goes on
  bool command = true;            // record the command line, except what a --token=, --password= or the like says
};

class Recorder;  // not xp's other one, whatever was included before

class Run {
 public:
  /// RUNNING from now on. `experiment`: what the run is a run of. Its environment, command line and commit are
  /// recorded, and the changes since that commit as the artifact uncommitted.diff.
  explicit Run(const std::string& experiment, const Options& options = {});
  Run(Run&&) noexcept;
  Run& operator=(Run&&) = delete;
  ~Run();

  /// "run12": what xp show, compare and report are told.
  std::string id() const;

  /// One that is there is replaced.
  template <class T>
  void param(const std::string& name, const T& value) {
    params({Param(name, value)});
  }
  void params(const std::vector<Param>& params);

  /// A number of one step: any whole number, in any order. Of a step that has one the latest counts, and xp show says
  /// so. Where 16 million values wait it waits until they are stored; on a full disk further ones are dropped instead,
  /// and the run says how many.
  void log(std::string_view metric, double value, std::int64_t step) noexcept;
  void log(std::initializer_list<std::pair<std::string_view, double>> values, std::int64_t step) noexcept;
  /// Stores what was logged until now.
  void flush();

  /// An epoch's numbers, from epoch 1 on, with all that was logged before them: one transaction. xp draws and judges
  /// train/… and val/… of loss, accuracy and the like; `telemetry` ("seconds") is shown and never compared.
  void epoch(int number, const Metrics& metrics, const Metrics& telemetry = {});
  /// The epoch whose weights are kept: those that the predictions are of.
  void chosen(int epoch);
  /// What these weights say of a part's images, in place of what was said of them before; scores are computed from it.
  /// Classes in order, the same for both parts.
  void predictions(Part part, const std::vector<std::string>& classes, const std::vector<Prediction>& said);

  /// A copy of the file, by its name without folders; one of that name is replaced.
  void artifact(const std::filesystem::path& file);
  void artifact(const std::string& name, std::string_view bytes);
  void note(const std::string& text);
  void tag(const std::string& tag);

  /// Whether `xp stop` asked it to end; known within Options::flush_seconds, and asking costs nothing.
  bool stop_requested() const noexcept;
  /// FINISHED; KILLED where the loop was told of a stop. Nothing can be recorded from then on.
  void finish();
  /// FAILED, for this reason.
  void fail(const std::string& reason);

 private:
  std::shared_ptr<Recorder> recorder_;
};

}  // namespace xp::track
