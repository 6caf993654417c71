#include <fmt/format.h>

#include "reports/changed_settings.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/run_tables.h"

namespace xp {

Section settings_section(const Material& run) {
  const Settings& settings = run.record.settings;
  const Changed counts = changed(settings, run.defaults);
  Values values;
  values.set("settings",
             html_of(counts.known ? changed_settings_table(settings, run.defaults) : settings_table(run.record),
                     "Settings", Narrow::stacks));
  values.set("has_remarks", !run.record.remarks.empty());
  values.set("remarks", list_of("remark", run.record.remarks));
  return {"settings", "Settings",
          counts.known
              ? fmt::format("{} of {} settings differ from the plugins' defaults (those of this version of xp, "
                            "which are in parentheses).",
                            counts.differing, counts.known)
              : "",
          rendered("settings.mustache", values)};
}

}  // namespace xp
