// xp compare: which is better, and whether the data can tell.
#include <algorithm>

#include "framework/base/text.h"
#include "reports/comparison/json.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/text.h"
#include "reports/json.h"
#include "tools/xp/memo.h"
#include "tools/xp/parts.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

Comparing comparing(const Context& c) {
  Comparing out;
  if (c.args.has("by")) out.by = c.args.text("by");
  out.bootstrap.resamples = c.args.number("resamples", out.bootstrap.resamples, 0, 1'000'000);
  out.force = c.args.has("force");
  out.all_settings = c.args.has("all");
  out.memo = memo_on_disk();
  return out;
}

std::string with_verdict(const Comparison& comparison, std::string (*table)(const Table&), const std::string& comment) {
  const auto line = [&](std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return comment + printable(text) + "\n";
  };
  std::string out = line(comparison.verdict);
  for (const std::string& caveat : comparison.caveats) out += "\n" + line("Mind: " + caveat);
  out += "\n" + table(score_table(comparison));
  if (!comparison.settings.empty()) out += "\n" + table(settings_table(comparison));
  if (!comparison.any_comparable()) return out;
  out += "\n" + table(pair_table(comparison));
  for (const Pair& pair : comparison.pairs)
    if (pair.comparable && comparison.pairs.size() == 1) out += "\n" + table(difference_table(comparison, pair));
  const Table folds = fold_table(comparison);
  return folds.rows.empty() ? out : out + "\n" + table(folds);
}

Exit compare_runs(Context& c) {
  const std::vector<Record> records = c.records().records(c.runs());
  if (records.size() < 2)
    throw Error("a comparison takes at least two runs", "xp compare run1 run2; xp list shows them");
  Comparing how = comparing(c);
  for (const Record& record : records) {
    how.folds.push_back(parts_of(c.records(), record));
    std::erase_if(how.folds.back(), [](const Record& part) { return part.run.role.starts_with("control "); });
  }
  const Comparison comparison = compare(records, how);
  if (!comparison.refusal.empty())
    throw Error(comparison.refusal,
                comparison.images
                    ? "leave out what differs, or compare on what all share: --force"
                    : "they share no image with one label; classes are the same where their names are (xp "
                      "import predictions --classes says what numbers stand for)");
  if (c.args.has("json"))
    c.terminal.data(json_of(comparison) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(long_table(comparison)));
  else if (c.args.has("md"))
    c.terminal.data(with_verdict(comparison, markdown_of, ""));
  else if (c.args.has("latex"))
    c.terminal.data(with_verdict(comparison, latex_of, "% "));
  else
    c.terminal.page(compare_text(comparison, c.terminal.screen()));
  return Exit::done;
}

}  // namespace

extern const Verb compare_verb;
const Verb compare_verb{
    "compare",
    "RUN RUN…",
    "which run is better, and whether the data can tell",
    "xp compare run12 run15",
    Needs::records,
    1,
    -1,
    {{"by", 0, "SCORE", "what the verdict rests on: accuracy (default), macro_f1, auc, recall:CLASS, …"},
     {"resamples", 0, "N", "of the bootstrap, default 10000; 0: no interval and no test that would need it"},
     {"force", 0, "", "where test images or labels differ: on those that all share"},
     {"all", 0, "", "every setting, not only what differs"},
     {"json", 0, "", "as JSON"},
     {"md", 0, "", "as Markdown"},
     {"latex", 0, "", "as LaTeX tables"},
     {"csv", 0, "", "every figure and difference as CSV, a line each"}},
    compare_runs};

}  // namespace xp
