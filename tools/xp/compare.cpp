// xp compare: which is better, and whether the data can tell.
#include "reports/comparison/json.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/text.h"
#include "reports/json.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit compare_runs(Context& c) {
  std::vector<Record> records;
  for (const std::int64_t id : c.runs()) records.push_back(c.records().record(id));
  if (records.size() < 2)
    throw Error("a comparison takes at least two runs", "xp compare run1 run2; xp list shows them");
  const Comparison comparison = compare(records);
  if (c.args.has("json"))
    c.terminal.data(json_of(comparison) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(score_table(comparison)));
  else if (c.args.has("md"))
    c.terminal.data(comparison.verdict + "\n\n" + markdown_of(score_table(comparison)) + "\n" +
                    markdown_of(settings_table(comparison)) + "\n" + markdown_of(pair_table(comparison)));
  else
    c.terminal.page(compare_text(comparison, c.terminal.screen()));
  return Exit::done;
}

}  // namespace

extern const Verb compare_verb;
const Verb compare_verb{"compare",
                        "RUN RUN…",
                        "which run is better, and whether the data can tell",
                        "xp compare run12 run15",
                        Needs::records,
                        1,
                        -1,
                        {{"json", 0, "", "as JSON"}, {"md", 0, "", "as Markdown"}, {"csv", 0, "", "the scores as CSV"}},
                        compare_runs};

}  // namespace xp
