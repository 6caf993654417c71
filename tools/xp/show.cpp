// xp show: one run, whole.
#include "reports/json.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit show(Context& c) {
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    if (c.args.has("plan"))
      c.terminal.data(record.plan + "\n");
    else if (c.args.has("json"))
      c.terminal.data(json_of(record) + "\n");
    else
      c.terminal.page(show_text(record, c.terminal.screen()));
  }
  return Exit::done;
}

}  // namespace

extern const Verb show_verb;
const Verb show_verb{
    "show",
    "RUN…",
    "a run: what was asked, what came out, what to think of it",
    "xp show run12",
    Needs::records,
    1,
    -1,
    {{"plan", 0, "", "the plan as it was run, canonical JSON"}, {"json", 0, "", "the whole record as JSON"}},
    show};

}  // namespace xp
