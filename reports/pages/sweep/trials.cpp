#include <algorithm>

#include "framework/base/text.h"
#include "reports/html/tables.h"
#include "reports/pages/sweep/sections.h"
#include "reports/sweep_words.h"
#include "reports/words.h"

namespace xp {

Section trials_section(const SweepResult& sweep) {
  return {"trials", "Trials",
          "Best first, by " + sweep.by +
              ". The test score of the one that was chosen stands at the top; of the others none is "
              "shown, for whoever looks at all of them chooses by the test.",
          html_of(trial_table(sweep), "Trials")};
}

Section failed_section(const SweepResult& sweep) {
  Table table{{{"trial", Align::right}, {"run"}, {"settings"}, {"why"}}, {}};
  for (const SweptTrial& t : sweep.trials)
    if (!t.deleted && (t.status == Status::failed || t.status == Status::killed))
      table.rows.push_back({std::to_string(t.place), t.run ? run_name(t.run) : "–", settings_of(sweep, t),
                            t.reason.empty() ? "not recorded" : t.reason});
  if (table.rows.empty()) return {};
  return {"failed", "What failed or was ended", "These trials had no part in the choice.",
          html_of(table, "Trials that failed or were ended")};
}

}  // namespace xp
