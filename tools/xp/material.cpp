#include "tools/xp/material.h"

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "reports/outcome.h"
#include "tools/xp/memo.h"
#include "tools/xp/parts.h"
#include "tools/xp/plan_material.h"

namespace xp {
namespace {

/// None where nothing was tested, or what was tested says nothing.
std::optional<ScoreReport> scores_of(const Material& run) {
  std::vector<Record> folds = run.parts;
  std::erase_if(folds, [](const Record& part) { return part.run.role.starts_with("control "); });
  if (usable(run.record, Part::test).empty() && folds.size() < 2) return std::nullopt;
  return score_report(run.record, {}, memo_on_disk(), folds);
}

/// One that is gone or cannot be read is left out, and the page says that it is missing.
void add_picture(Material& run, const std::string& name, const std::string& path) {
  try {
    run.pictures[name] = read_file(path);
  } catch (const Error&) {
  }
}

}  // namespace

Material material_of(const Store& store, std::int64_t run, Scores scores) {
  Material out{store.record(run)};
  out.parts = parts_of(store, out.record);
  out.steps = store.steps(run);
  for (const Artifact& artifact : out.record.artifacts)
    if (artifact.name.starts_with("pictures/")) add_picture(out, artifact.name, store.artifact_path(artifact));
  out.network = network_of(out.record);
  out.defaults = defaults_of(out.record);
  if (scores == Scores::computed) out.scores = scores_of(out);
  return out;
}

}  // namespace xp
