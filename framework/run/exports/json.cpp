// Runs as one JSON document.
#include <fmt/format.h>

#include "framework/base/file.h"
#include "framework/run/exports/document.h"
#include "framework/run/exports/export.h"

namespace xp {

Exported export_json(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place) {
  std::vector<std::string> all;
  std::int64_t artifacts = 0;
  for (const std::int64_t id : runs) {
    const WholeRun run = whole(store, id);
    artifacts += static_cast<std::int64_t>(run.record.artifacts.size());
    all.push_back(document(run, SeriesNumbers::inside));
  }
  const std::string text = documents(all);
  write_file(place, text);
  Exported out{static_cast<std::int64_t>(runs.size()), 1, static_cast<double>(text.size())};
  if (artifacts)
    out.remarks.push_back(fmt::format(
        "{} artifact{} (weights, pictures) {} named in it by hash; their contents travel in a .xprun, in CSV folders "
        "and in mlruns",
        artifacts, artifacts == 1 ? "" : "s", artifacts == 1 ? "is" : "are"));
  return out;
}

}  // namespace xp
