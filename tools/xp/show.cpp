// xp show: one run, whole.
#include "reports/show.h"
#include "framework/run/own_plugins.h"
#include "reports/json.h"
#include "reports/parts.h"
#include "tools/xp/layers.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// Of the stored plans: what was trained, whatever the experiment says now.
Exit show_nets(Context& c) {
  std::vector<NamedNet> nets;
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    load_own_plugins(record);
    nets.push_back(named_net(plan_from_json(record.plan), run_name(id)));
  }
  return print_nets(c, nets);
}

/// Those that have ended, for what they are warned of.
std::vector<Record> folds(const Store& store, const Record& record) {
  std::vector<Record> out;
  if (folds_of(record))
    for (const Child& fold : folds_among(record.children))
      if (fold.status == Status::finished) out.push_back(store.record(fold.run));
  return out;
}

Exit show(Context& c) {
  if (c.args.has("net")) return show_nets(c);
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    if (c.args.has("plan"))
      c.terminal.data(record.plan + "\n");
    else if (c.args.has("json"))
      c.terminal.data(json_of(record) + "\n");
    else
      c.terminal.page(show_text(record, c.terminal.screen(), folds(c.records(), record)));
  }
  return Exit::done;
}

}  // namespace

extern const Verb show_verb;
const Verb show_verb{"show",
                     "RUN…",
                     "a run: what was asked, what came out, what to think of it",
                     "xp show run12",
                     Needs::records,
                     1,
                     -1,
                     {{"plan", 0, "", "the plan as it was run, canonical JSON"},
                      {"net", 0, "", "the layers of its network instead: shapes, parameters, multiply-adds, memory"},
                      {"json", 0, "", "the whole record as JSON"}},
                     show};

}  // namespace xp
