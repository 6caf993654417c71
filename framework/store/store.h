// Everything that is remembered: one SQLite database and a folder of artifacts in XP_HOME.
//
// Promises: one transaction a call; what a call has returned from survives the death of the process; many processes
// may write at once; readers never block writers. Every function throws Error, and none leaves half a record.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/process.h"
#include "framework/plugin/kinds.h"
#include "framework/store/record.h"

namespace xp {

class Db;

struct NewRun {
  std::string experiment, title, name, note;
  std::string plan, identity, fingerprint;
  int epochs_planned = 0;
  std::int64_t rerun_of = 0;
  std::vector<std::string> tags;
  Settings settings, environment;
  std::vector<Source> sources;
};

/// Numbers of one step.
struct StepValue {
  std::string metric;
  Point point;
};

class Store {
 public:
  enum class Access { read, write };
  /// Creates what is missing. With Access::read, throws Error when there are no records yet.
  Store(const std::string& home, Access access);
  ~Store();

  // ---- a run as it happens
  std::int64_t add(const NewRun& run);  // SCHEDULED
  void start(std::int64_t run, const ProcessId& process);
  void divide(std::int64_t run, const std::vector<std::string>& classes, const std::vector<StoredSample>& samples,
              const std::vector<std::string>& skipped);
  /// What a reader of the record should know of the run: on its weights, its data, its images. Once.
  void remarks(std::int64_t run, const std::vector<std::string>& sentences);
  /// Of the data's audit, once; of each finding the first 1000 samples.
  void findings(std::int64_t run, const std::vector<Audit::Finding>& findings);
  void epoch(std::int64_t run, int epoch, const Metrics& metrics, const Metrics& telemetry,
             const std::vector<StepValue>& steps);
  /// What the kept weights, those of `epoch`, say of a part; `metrics` are stored at that epoch.
  void scored(std::int64_t run, Part part, int epoch, const std::vector<Prediction>& predictions,
              const Metrics& metrics);
  /// Content first, then its row: a half-written artifact never counts.
  void artifact(std::int64_t run, const std::string& name, const std::string& content);
  void chosen(std::int64_t run, int epoch);
  void end(std::int64_t run, Status status, const std::string& reason);
  bool stop_requested(std::int64_t run) const;

  // ---- what a person does to runs
  void request_stop(std::int64_t run);
  void note(std::int64_t run, const std::string& text);
  void tag(std::int64_t run, const std::string& tag);
  void untag(std::int64_t run, const std::string& tag);
  /// Hidden from every list, kept until `collect`. Throws Error while it runs.
  void remove(std::int64_t run);
  void restore(std::int64_t run);
  struct Collected {
    std::int64_t runs = 0, files = 0;
    double bytes = 0;
  };
  /// Removes for good what `remove` hid, and artifacts that no run names.
  Collected collect();

  // ---- reading
  /// By id. A run whose process is gone is KILLED, whatever its row says.
  std::vector<RunRow> runs(bool deleted = false) const;
  RunRow run(std::int64_t id) const;
  Record record(std::int64_t id) const;
  /// Value of a metric at each run's chosen epoch; runs without it are missing.
  std::map<std::int64_t, double> at_chosen(const std::string& metric) const;
  std::map<std::int64_t, Value> setting(const std::string& name) const;
  std::string artifact_path(const Artifact& artifact) const;
  /// Multiply-adds a second that the last finished run with this model reached, else the last one at all: for
  /// estimates.
  std::optional<double> last_speed(const std::string& model) const;
  const std::string& home() const { return home_; }

 private:
  std::vector<RunRow> select(const std::string& where, std::int64_t argument) const;
  std::int64_t metric_id(const std::string& name);  // inside `atomically` only
  void atomically(const std::function<void()>& body);

  std::string home_;
  std::unique_ptr<Db> db_;
  std::map<std::string, std::int64_t> metric_ids_;
};

}  // namespace xp
