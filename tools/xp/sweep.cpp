// xp sweep: what a sweep's trials came to, and which of them is best on validation.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/plan/search.h"
#include "framework/store/names.h"
#include "reports/list.h"
#include "tools/xp/as_data.h"
#include "tools/xp/json.h"
#include "tools/xp/swept.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit show(Context& c) {
  const std::string name = c.args.positional.size() > 1 ? c.args.positional[1] : "last";
  const SweepResult page = page_of(c.records(), sweep_named(c.records(), name), c.args.text("by"));
  if (!as_data(c, trial_table(page), [&] { return json_of(page); }))
    c.terminal.page(sweep_text(page, c.terminal.screen()));
  return Exit::done;
}

Exit list(Context& c) {
  Table table{{{"sweep"}, {"status"}, {"experiment"}, {"trials", Align::right}, {"search"}, {"begun (UTC)"}, {"name"}},
              {}};
  for (const SweepRow& s : c.records().sweeps())
    table.rows.push_back({sweep_name(s.id), name(s.status), s.experiment, std::to_string(s.trials),
                          name(search_from_json(s.search).kind), minute(s.created), s.name});
  if (!as_data(c, table, [&] { return sweeps_json(c.records().sweeps()); }))
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

Exit sweep(Context& c) {
  const std::string& what = c.args.positional.at(0);
  if (what == "show") return show(c);
  if (what != "list")
    throw Error(fmt::format("xp sweep has no \"{}\"", what),
                suggestion(what, {"show", "list"}) + "  (xp sweep show sweep3)");
  if (c.args.positional.size() > 1) throw Error("xp sweep list takes no name", "xp sweep show " + c.args.positional[1]);
  if (c.args.has("by")) throw Error("xp sweep list chooses nothing", "xp sweep show --by " + c.args.text("by"));
  return list(c);
}

}  // namespace

extern const Verb sweep_verb;
const Verb sweep_verb{"sweep",
                      "show|list [SWEEP]",
                      "the trials of a sweep: the best on validation, and what mattered",
                      "xp sweep show sweep3 --by val/balanced_accuracy",
                      Needs::records,
                      1,
                      2,
                      {{"by", 0, "METRIC", "the validation score to choose by; train.monitor unless given"},
                       {"json", 0, "", "as JSON"},
                       {"md", 0, "", "the trials as a Markdown table"},
                       {"csv", 0, "", "the trials as CSV"}},
                      sweep};

}  // namespace xp
