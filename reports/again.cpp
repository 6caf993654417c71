#include "reports/again.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/store/tracked.h"
#include "reports/parts.h"

namespace xp {
namespace {

bool ended(Status status, bool paused = false) { return status == Status::finished && !paused; }

std::string rerun(std::int64_t run, bool verified) {
  return "xp rerun " + run_name(run) + (verified ? " --verify" : "");
}

Again of_folds(const std::vector<Child>& folds) {
  Again out{"Each of its folds is run again for itself, from its stored plan, and compared bit for bit:", ""};
  for (const Child& fold : folds)
    out.commands += (out.commands.empty() ? "" : "\n") + rerun(fold.run, ended(fold.status));
  return out;
}

std::string text_of(const Record& record, const char* what) {
  const Value* value = find(record.environment, what);
  return value ? value->text() : "";
}

}  // namespace

std::vector<Again> again(const Record& record) {
  std::vector<Again> out;
  const bool whole = ended(record.run.status, record.run.paused);
  const std::vector<Child> folds = folds_among(record.children);
  if (folds_of(record) && !folds.empty())
    out.push_back(of_folds(folds));
  else if (!without_plan(record) && !folds_of(record))
    out.push_back({whole ? "The stored plan runs again, and is compared epoch by epoch and image by image:"
                         : "The stored plan runs again, from the beginning:",
                   rerun(record.run.id, whole)});
  if (const std::string line = text_of(record, "command"); !line.empty())
    out.push_back({is_imported(record) ? "It was imported by:" : "It was started by:", line});
  return out;
}

std::string source_state(const Record& record) {
  const std::string commit = text_of(record, "commit");
  const auto& files = record.artifacts;
  const bool kept =
      std::any_of(files.begin(), files.end(), [](const Artifact& a) { return a.name == "uncommitted.diff"; });
  std::string out = commit.empty() ? "" : fmt::format("Its sources stood at commit {}.", commit);
  if (kept)
    out += fmt::format(
        "{}Changes that were not committed are in uncommitted.diff among its files, as git apply reads them.",
        out.empty() ? "" : " ");
  else if (text_of(record, "uncommitted_changes") == "true")
    out += " There were changes that were not committed.";
  return out;
}

}  // namespace xp
