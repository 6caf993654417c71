#include "reports/environment_groups.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/run_tables.h"

namespace xp {

Section environment_section(const Material& run) {
  const std::vector<EnvironmentGroup> known = environment_groups(run.record);
  const Table files = artifact_table(run.record);
  if (known.empty() && files.rows.empty()) return {};
  Values groups{Values::type::list};
  for (const EnvironmentGroup& group : known) {
    Values one;
    one.set("title", group.title);
    one.set("table", html_of(group.table, group.title));
    groups << one;
  }
  Values values;
  values.set("groups", groups);
  values.set("has_files", !files.rows.empty());
  values.set("files", html_of(files, "Files"));
  return {"environment", "Where it ran", "", rendered("environment.mustache", values)};
}

}  // namespace xp
