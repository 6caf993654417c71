#include "framework/run/imports/adopt.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/run/imports/same_values.h"
#include "framework/store/bundle/sound.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Its folds tell of its test and its data; neither is stored with it.
bool is_pooled(const Record& record) { return find(record.settings, "split.folds") != nullptr; }

bool is_uuid(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

void check(const WholeRun& run, const std::string& from) {
  const Record& r = run.record;
  const std::string where = fmt::format("{}, {}", from, r.run.id ? run_name(r.run.id) : r.run.name);
  refuse_unfitting(run, where);
  std::set<std::string> names;
  for (const StoredSample& s : r.samples)
    if (!names.insert(s.name).second && !is_pooled(r))
      throw Error(fmt::format("{}: two samples are called {}", where, printable(s.name)));
  for (const auto* all : {&r.metrics, &r.telemetry})
    for (const auto& [metric, series] : *all)
      for (const Point& p : series)
        if (p.at < 0 || p.at > greatest_epoch)
          throw Error(fmt::format("{}: {} has epoch {}", where, printable(metric), p.at));
}

NewRun row_of(const WholeRun& run) {
  const RunRow& r = run.record.run;
  NewRun out;
  out.experiment = r.experiment, out.title = r.title, out.name = r.name, out.note = r.note;
  out.plan = run.record.plan, out.identity = r.identity, out.fingerprint = r.fingerprint;
  out.epochs_planned = r.epochs_planned, out.tags = r.tags;
  out.settings = run.record.settings, out.environment = run.record.environment, out.sources = run.record.sources;
  out.uuid = is_uuid(r.uuid) ? r.uuid : "";
  return out;
}

/// What the epochs have, and the hashes, of which it is not said whose epoch's they are: they are shared out.
void add_epochs(Store& store, std::int64_t id, const WholeRun& run) {
  struct Epoch {
    Metrics metrics, telemetry;
    Hashes hashes;
  };
  std::map<int, Epoch> epochs;
  for (const auto& [metric, series] : run.record.metrics)
    for (const Point& p : series) epochs[static_cast<int>(p.at)].metrics[metric] = p.value;
  for (const auto& [metric, series] : run.record.telemetry)
    for (const Point& p : series) epochs[static_cast<int>(p.at)].telemetry[metric] = p.value;
  for (const auto& [epoch, tensors] : run.tensors) epochs[epoch].hashes.tensors = tensors;
  const std::size_t share = run.tensors.empty() ? 0 : run.batches.size() / run.tensors.size();
  std::size_t begin = 0, left = run.tensors.size();
  for (const auto& [epoch, tensors] : run.tensors) {
    const std::size_t end = --left ? begin + share : run.batches.size();
    epochs[epoch].hashes.batches.assign(run.batches.begin() + static_cast<std::ptrdiff_t>(begin),
                                        run.batches.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end;
  }
  if (run.tensors.empty() && !run.batches.empty())
    epochs[std::max(1, run.record.run.epochs)].hashes.batches = run.batches;
  for (const auto& [epoch, e] : epochs) store.epoch(id, epoch, e.metrics, e.telemetry, {}, e.hashes);
}

/// Artifacts that stay where they are.
struct Without {
  std::vector<std::string> missing;   // their content is neither beside the runs nor here
  std::vector<std::string> nameless;  // under such a name none could ever leave again
};

/// Where its content lies: beside the runs, or here already; empty: in neither place.
std::string place_of(const Store& store, const WholeRun& run, const Artifact& a) {
  const auto beside = run.files.find(a.name);
  const bool named = a.sha256.size() == 64 && a.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  const std::string path = beside != run.files.end() ? beside->second : named ? store.artifact_path(a) : "";
  return fs::is_regular_file(path) ? path : "";
}

void add_artifact(Store& store, std::int64_t id, const Artifact& a, const std::string& path) {
  PoliteInterrupt::end_if_pending();
  const std::string content = read_file(path);
  if (!a.sha256.empty() && sha256(content) != a.sha256)
    throw Error(fmt::format("{} is not what its SHA-256 says", path), "export it again; nothing was imported");
  store.artifact(id, a.name, content);
}

void add_artifacts(Store& store, std::int64_t id, const WholeRun& run, Without& without) {
  for (const Artifact& a : run.record.artifacts)
    if (!may_travel(a.name))
      without.nameless.push_back(a.name);
    else if (const std::string path = place_of(store, run, a); path.empty())
      without.missing.push_back(a.name);
    else
      add_artifact(store, id, a, path);
}

/// How many a run lacked that came without them before, as JSON does.
std::int64_t add_lacking(Store& store, std::int64_t id, const WholeRun& run) {
  if (const RunRow here = store.run(id); here.origin.empty() || !here.deleted.empty()) return 0;
  std::set<std::string> known;
  for (const Artifact& a : store.record(id).artifacts) known.insert(a.name);
  std::int64_t out = 0;
  for (const Artifact& a : run.record.artifacts)
    if (const std::string path = place_of(store, run, a); !path.empty() && may_travel(a.name) && !known.count(a.name))
      add_artifact(store, id, a, path), ++out;
  return out;
}

void add_results(Store& store, std::int64_t id, const WholeRun& run) {
  const Record& r = run.record;
  if (!is_pooled(r)) {
    if (!r.classes.empty() || !r.samples.empty() || !r.skipped.empty())
      store.divide(id, r.classes, r.samples, r.skipped);
    store.findings(id, r.findings);
    if (!r.validation.empty()) store.scored(id, Part::validation, r.run.chosen_epoch, r.validation, {});
    if (!r.test.empty()) store.scored(id, Part::test, r.run.chosen_epoch, r.test, {});
  }
  add_epochs(store, id, run);
  if (!run.steps.empty()) store.log(id, run.steps);
  store.remarks(id, r.remarks);
}

class Adoption {
 public:
  Adoption(Store& store, const std::vector<WholeRun>& runs, std::string from)
      : store_(store), runs_(runs), from_(std::move(from)) {
    for (const bool deleted : {false, true})
      for (const RunRow& row : store.runs(deleted)) here_[row.uuid] = row.id;
    for (const WholeRun& run : runs)
      if (const std::int64_t id = run.record.run.id; id && !there_.insert(id).second)
        throw Error(fmt::format("{}: {} is there twice", from_, run_name(id)));
  }

  /// Parents first, and originals.
  ImportedRuns all() {
    std::vector<const WholeRun*> left;
    for (const WholeRun& run : runs_) left.push_back(&run);
    while (!left.empty()) {
      const std::size_t before = left.size();
      std::erase_if(left, [&](const WholeRun* run) { return add(*run); });
      if (left.size() == before)
        throw Error(fmt::format("{}: {} is a part or a rerun of itself", from_, run_name(left[0]->record.run.id)));
    }
    tell(without_.missing, "whose content is not in " + from_);
    tell(without_.nameless, "whose name no file can have elsewhere");
    return std::move(out_);
  }

 private:
  void tell(const std::vector<std::string>& artifacts, const std::string& why) {
    if (artifacts.empty()) return;
    const bool one = artifacts.size() == 1;
    out_.remarks.push_back(fmt::format("without {} artifact{} {} ({}{})", artifacts.size(), one ? "" : "s", why,
                                       printable(artifacts[0]), one ? "" : ", …"));
  }

  /// False where its parent, or what it was made again of, is yet to come.
  bool add(const WholeRun& run) {
    PoliteInterrupt::end_if_pending();
    const RunRow& there = run.record.run;
    const std::string was = there.id ? run_name(there.id) : there.name;
    for (const std::int64_t before : {there.parent, there.rerun_of})
      if (before && there_.count(before) && !is_.count(before)) return false;
    if (const auto known = here_.find(there.uuid); is_uuid(there.uuid) && known != here_.end()) {
      if (there.id) is_[there.id] = known->second;
      const bool differs = !same_values(store_, known->second, run);
      if (!differs) out_.artifacts += add_lacking(store_, known->second, run);
      out_.runs.push_back({known->second, was, true, differs});
      return true;
    }
    NewRun row = row_of(run);
    if (const auto parent = is_.find(there.parent); there.parent && parent != is_.end())
      row.parent = parent->second, row.role = there.role;
    else if (there.parent)
      out_.remarks.push_back(fmt::format("{} was {} of a run that is not in {}", was, there.role, from_));
    if (const auto original = is_.find(there.rerun_of); there.rerun_of && original != is_.end())
      row.rerun_of = original->second;
    const std::int64_t id = store_.add(row);
    if (there.id) is_[there.id] = id;
    store_.start(id, this_process());
    add_results(store_, id, run);
    add_artifacts(store_, id, run, without_);
    end(id, run, was);
    return true;
  }

  void end(std::int64_t id, const WholeRun& run, const std::string& was) {
    RunRow row = run.record.run;
    if (row.status == Status::running || row.status == Status::scheduled)
      row.reason = fmt::format("it was {} when {} was written", name(row.status), from_), row.status = Status::killed;
    if (row.origin.empty()) row.origin = fmt::format("{} of {}", was, from_);
    store_.end(id, row.status, row.reason, row.paused);
    out_.runs.push_back({id, was, false});
    store_.recorded_elsewhere(id, row, run.record.attempts);
  }

  Store& store_;
  const std::vector<WholeRun>& runs_;
  const std::string from_;
  std::map<std::string, std::int64_t> here_;
  std::set<std::int64_t> there_;
  std::map<std::int64_t, std::int64_t> is_;
  ImportedRuns out_;
  Without without_;
};

}  // namespace

ImportedRuns adopt(Store& store, std::vector<WholeRun> runs, const std::string& from) try {
  for (const WholeRun& run : runs) check(run, from);
  ImportedRuns out;
  store.atomically([&] { out = Adoption(store, runs, from).all(); });
  return out;
} catch (const Error& e) {
  if (e.exit() != Exit::interrupted) throw;
  throw Error("interrupted: nothing of it stays in the records",
              "the next import finds the artifacts that were copied already; xp gc removes them", Exit::interrupted);
}

}  // namespace xp
