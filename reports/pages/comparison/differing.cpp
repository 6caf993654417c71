#include "reports/comparison/tables.h"
#include "reports/html/tables.h"
#include "reports/pages/comparison/sections.h"

namespace xp {

Section differing_section(const ComparedRuns& all) {
  const Comparison& c = all.comparison;
  if (all.runs.empty()) return {"differing", "", "", ""};
  return {"differing", all.how.all_settings ? "Settings" : "What differs", "",
          c.settings.empty() ? "<p>No setting differs.</p>\n" : html_of(settings_table(c), "Settings that differ")};
}

}  // namespace xp
