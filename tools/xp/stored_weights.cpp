#include "tools/xp/stored_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "framework/base/hash.h"
#include "framework/run/imports/import.h"
#include "framework/run/resume.h"
#include "reports/parts.h"

namespace xp {

namespace {

std::string why_none(const Store& store, const Record& record) {
  const std::string run = run_name(record.run.id);
  if (folds_of(record)) return "each of its folds did: xp list " + run;
  if (trains_nothing(record)) return "a control that trains nothing has none";
  if (record.run.status == Status::running || record.run.status == Status::scheduled)
    return "it is under way, and keeps them when it ends";
  if (record.run.status == Status::finished && !record.run.paused)
    return (record.run.origin.empty()
                ? ""
                : fmt::format("they did not come along from {}, as they do with a .xprun; ", record.run.origin)) +
           fmt::format("xp rerun {} learns them again", run);
  const std::string ended = record.run.epochs ? fmt::format("it ended short, after epoch {} of {}", record.run.epochs,
                                                            record.run.epochs_planned)
                                              : "it ended before its first epoch did";
  return fmt::format("{}: xp resume {} goes on {}", ended, run,
                     has_checkpoint(store, record.run.id) ? "from its checkpoint" : "from the beginning");
}

}  // namespace

std::string checked_weights(const Store& store, const Record& record) {
  const std::string run = run_name(record.run.id);
  refuse_imported(record, "no network to ask",
                  "let the tool that made it predict, then xp import predictions FILE.csv");
  const auto weights = std::find_if(record.artifacts.begin(), record.artifacts.end(),
                                    [](const Artifact& a) { return a.name == "weights.safetensors"; });
  if (weights == record.artifacts.end())
    throw Error(run + (record.run.origin.empty() ? " kept no weights" : " has no weights here"),
                why_none(store, record));
  const std::string path = store.artifact_path(*weights);
  if (sha256_of_file(path) != weights->sha256)
    throw Error(fmt::format("the weights of {} are damaged: the content of {} is not what its name says", run, path),
                fmt::format("put that file back, or learn them again: xp rerun {}", run));
  return path;
}

void caution(const Context& c, const Record& record, const std::vector<std::string>& files,
             const std::vector<Tile>& parts) {
  const RunRow& run = record.run;
  if (run.status != Status::finished)
    c.terminal.remark(fmt::format("{} is {}: its weights are those of epoch {} of {} and were never tested",
                                  run_name(run.id), name(run.status), run.chosen_epoch, run.epochs_planned));
  std::set<std::string> learned;
  for (const StoredSample& s : record.samples)
    if (s.part == Part::train) learned.insert(s.sha256);
  const auto known = std::count_if(files.begin(), files.end(), [&](const std::string& file) {
    Sample sample;
    sample.sha256 = sha256_of_file(file);
    return std::any_of(parts.begin(), parts.end(), [&](const Tile& part) {
      sample.region = part.region;
      return learned.count(content(sample)) > 0;
    });
  });
  if (known > 0)
    c.terminal.remark(
        fmt::format("{} of {} images were trained on: what is said of them is no evidence", known, files.size()));
}

}  // namespace xp
