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

#include "framework/base/hashes.h"
#include "framework/base/process.h"
#include "framework/plugin/kinds.h"
#include "framework/store/bundle.h"
#include "framework/store/health.h"
#include "framework/store/sweep.h"

namespace xp {

class Db;

struct NewRun {
  std::string experiment, title, name, note;
  std::string plan, identity, fingerprint;
  int epochs_planned = 0;
  std::int64_t rerun_of = 0;
  std::int64_t parent = 0;  // with its role: "fold 2", "control majority"
  std::string role;
  std::int64_t sweep = 0;  // with the place of its trial
  int place = 0;
  std::vector<std::string> tags;
  Settings settings, environment;
  std::vector<Source> sources;
  std::string uuid = {};  // empty: a new one
};

/// Numbers of one step.
struct StepValue {
  std::string metric;
  Point point;
};

class Store {
 public:
  enum class Access { read, write };
  /// What a call that has returned survives: the death of the process, or a loss of power too, which takes
  /// milliseconds.
  enum class Durable { process, power };
  /// Creates what is missing. With Access::read, throws Error when there are no records yet.
  Store(const std::string& home, Access access, Durable durable = Durable::process);
  ~Store();

  /// Several calls, all of them or none.
  void atomically(const std::function<void()>& body);

  // ---- a run as it happens
  std::int64_t add(const NewRun& run);  // SCHEDULED
  /// RUNNING in `process`, also where it ended before: a stop that was asked of an earlier process is done with.
  void start(std::int64_t run, const ProcessId& process);
  void divide(std::int64_t run, const std::vector<std::string>& classes, const std::vector<StoredSample>& samples,
              const std::vector<std::string>& skipped);
  /// What a reader of the record should know of the run: on its weights, its data, its images. Replaces what was said.
  void remarks(std::int64_t run, const std::vector<std::string>& sentences);
  /// Of the data's audit, in place of an earlier one's; of each finding the first 1000 samples.
  void findings(std::int64_t run, const std::vector<Audit::Finding>& findings);
  /// A value that is there already is replaced, and kept as such.
  void epoch(std::int64_t run, int epoch, const Metrics& metrics, const Metrics& telemetry,
             const std::vector<StepValue>& steps, const Hashes& hashes = {});
  /// Many values of steps at once (steps.cpp), by metric, in any order; of a step that has one the latest counts.
  void log(std::int64_t run, const std::map<std::string, Series>& steps);
  /// What the kept weights, those of `epoch`, say of a part; `metrics` are stored at that epoch.
  void scored(std::int64_t run, Part part, int epoch, const std::vector<Prediction>& predictions,
              const Metrics& metrics);
  /// Content first, then its row: a half-written artifact never counts.
  void artifact(std::int64_t run, const std::string& name, const std::string& content);
  void chosen(std::int64_t run, int epoch);
  /// `paused`: FINISHED only so far, to go on from its checkpoint.
  void end(std::int64_t run, Status status, const std::string& reason, bool paused = false);
  bool stop_requested(std::int64_t run) const;

  // ---- a run that goes on (attempts.cpp)
  /// RUNNING again, in `process`, from where so many epochs had ended and so many batches were learned from: what was
  /// recorded past that is kept as replaced. Throws Error, with advice, where it runs already; of several that try at
  /// once, one succeeds.
  void resume(std::int64_t run, const ProcessId& process, int epoch, std::int64_t step);
  /// Its checkpoints: last.safetensors, and epoch_010.safetensors where that was kept. Not made here.
  std::string checkpoint_folder(std::int64_t run) const;

  // ---- a run that another tool made (imports.cpp)
  /// What is known of it, in place of what was: its settings, the epoch whose weights its predictions are of, to which
  /// scores move that had none, and on how many images validation was judged.
  void describe(std::int64_t run, const Settings& settings, int chosen_epoch, int val_images);
  /// As it was where it was recorded, in place of what add, start and end said of it here: times, status, reason,
  /// attempt, epochs planned and chosen, images judged, whether it paused, origin; and its attempts that ended short.
  void recorded_elsewhere(std::int64_t run, const RunRow& as, const std::vector<Attempt>& attempts);

  // ---- a sweep as it happens
  std::int64_t add_sweep(const NewSweep& sweep);  // RUNNING, in this process
  /// Of one that is there already, parent and run are replaced.
  void add_trials(std::int64_t sweep, const std::vector<Trial>& trials);
  /// From now on this process runs it. Throws Error while another one does.
  void claim_sweep(std::int64_t sweep, const SweepTerms& terms = {});
  void end_sweep(std::int64_t sweep, Status status, const std::string& reason);
  /// `run`, which FINISHED with the same identity, is this trial's result.
  void stands_for(std::int64_t sweep, int place, std::int64_t run);

  // ---- what a person does to runs
  void request_stop(std::int64_t run);
  void note(std::int64_t run, const std::string& text);
  void tag(std::int64_t run, const std::string& tag);
  void untag(std::int64_t run, const std::string& tag);
  /// Hidden from every list with what belongs to it, kept until `collect`. Throws Error while any of it runs, and for a
  /// fold, which its parent cannot be without.
  void remove(std::int64_t run);
  void restore(std::int64_t run);
  struct Collected {
    std::int64_t runs = 0, files = 0;
    double bytes = 0;
  };
  /// Removes for good what `remove` hid, artifacts that no run names, and checkpoints of runs that are gone. Of a
  /// hidden run that stands for the folds of a sweep's trial the row stays, hidden: the sweep is told by it.
  Collected collect();

  // ---- reading
  /// By id. A run whose process is gone is KILLED, whatever its row says.
  std::vector<RunRow> runs(bool deleted = false) const;
  std::vector<RunRow> runs(const std::vector<std::int64_t>& ids) const;  // of these
  RunRow run(std::int64_t id) const;
  Record record(std::int64_t id) const;
  /// In that order; a split that several share is read once.
  std::vector<Record> records(const std::vector<std::int64_t>& ids) const;
  /// The folds and controls of a run: of each role the latest, folds first.
  std::vector<Child> children(std::int64_t run) const;
  /// One metric of a run, per epoch.
  Series series(std::int64_t run, const std::string& metric) const;
  /// Per batch, by metric: "train/objective"; `at` is the batch, from 1 on.
  std::map<std::string, Series> steps(std::int64_t run) const;
  /// Of every batch by rising step, and of the tensors after each epoch; empty where none were recorded.
  std::vector<BatchHashes> batch_hashes(std::int64_t run) const;
  std::map<int, std::vector<TensorHash>> tensor_hashes(std::int64_t run) const;
  /// The last run with this identity that FINISHED, all of it: none that paused; 0: none.
  std::int64_t finished_as(const std::string& identity) const;
  /// One whose process is gone is KILLED.
  std::vector<SweepRow> sweeps() const;
  SweepRow sweep(std::int64_t id) const;
  std::optional<SweepRow> last_sweep(const std::string& hash) const;
  std::vector<Trial> trials(std::int64_t sweep) const;  // in the order of running
  std::vector<RunRow> runs_of_sweep(std::int64_t sweep) const;
  // ---- lists (lists.cpp): by index, without reading records; runs that lack what is asked for are missing
  /// By rising id; those that are parts of others too, or not.
  std::vector<std::int64_t> ids(bool deleted, bool parts) const;
  /// These and the parts of these.
  std::vector<std::int64_t> with_parts(const std::vector<std::int64_t>& runs, bool deleted) const;
  /// Value of a metric at each run's chosen epoch, or at its last; with `runs` of these, and of others perhaps.
  std::map<std::int64_t, double> at_chosen(const std::string& metric) const;
  std::map<std::int64_t, double> at_chosen(const std::string& metric, const std::vector<std::int64_t>& runs) const;
  std::map<std::int64_t, double> at_last(const std::string& metric, const std::vector<std::int64_t>& runs) const;
  std::map<std::int64_t, Value> setting(const std::string& name) const;
  /// That any run has, in alphabetical order; among the metrics those of telemetry and steps.
  std::vector<std::string> metric_names() const;
  std::vector<std::string> setting_names() const;

  // ---- moving runs between homes (bundle.cpp)
  /// Runs with their folds, controls and artifacts as one file, which appears whole or not at all. Throws Error for
  /// runs that are running, and for an artifact whose content is not what its hash says.
  Bundled pack(const std::vector<std::int64_t>& runs, const std::string& file) const;
  /// Adds what this home lacks, in one transaction, under new numbers. Throws Error for a file that is no bundle, is
  /// damaged, or comes from a newer xp.
  Unpacked unpack(const std::string& file);

  // ---- the home itself (health.cpp)
  /// A copy of the records while others write, and of the artifacts they name; `folder` is a home afterwards.
  void backup(const std::string& folder) const;
  /// Looks at the database's integrity, at rows that name what is not there, at artifacts' content, and at runs whose
  /// process died; mends what can be mended without guessing.
  std::vector<Ailment> examine(bool mend);
  HomeStatistics statistics() const;

  std::string artifact_path(const Artifact& artifact) const;
  /// For estimates: the plan of a run that FINISHED, and the multiply-adds a second of its last epoch.
  struct Timed {
    std::string plan;
    double speed = 0;
  };
  /// The last so many, the latest first.
  std::vector<Timed> timed(int most) const;
  const std::string& home() const { return home_; }

 private:
  std::vector<RunRow> select(const std::string& where, std::int64_t argument) const;
  Record read(std::int64_t id, std::int64_t& split) const;  // without its classes and samples
  void divided(Record& record, std::int64_t split) const;   // which are these
  void pool(Record& record) const;                          // what the folds said of the test
  void refuse_twin(std::int64_t sweep, int place) const;
  std::int64_t metric_id(const std::string& name);  // inside `atomically` only
  void collect_checkpoints(Collected& removed);

  std::string home_;
  std::unique_ptr<Db> db_;
  std::map<std::string, std::int64_t> metric_ids_;
};

}  // namespace xp
