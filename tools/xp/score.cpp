// xp score: the classification report.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/scores/json.h"
#include "reports/scores/tables.h"
#include "reports/scores/text.h"
#include "tools/xp/memo.h"
#include "tools/xp/parts.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

std::optional<double> rate(const Arguments& args, const std::string& option) {
  if (!args.has(option)) return std::nullopt;
  const Value value = Value::parse(args.text(option));
  const auto* real = value.get<double>();
  const auto* whole = value.get<std::int64_t>();
  const double rate = real ? *real : whole ? static_cast<double>(*whole) : -1;
  if (!(rate >= 0 && rate <= 1))
    throw Error(fmt::format("--{} wants a share from 0 to 1, not \"{}\"", option, args.text(option)),
                fmt::format("--{} 0.9", option));
  return rate;
}

ScoreAsked asked(const Arguments& args) {
  ScoreAsked out;
  const auto part = part_named(args.text("part", "test"));
  if (!part || *part == Part::train)
    throw Error(fmt::format("--part {}: predictions are kept of the test and the validation part", args.text("part")),
                "--part test, --part val");
  out.part = *part;
  out.bootstrap.resamples = args.number("resamples", out.bootstrap.resamples, 0, 10'000'000);
  out.bootstrap.seed = static_cast<std::uint64_t>(args.number("seed", static_cast<int>(out.bootstrap.seed)));
  out.positive = args.text("positive"), out.all = args.has("all");
  out.sensitivity = rate(args, "sensitivity"), out.specificity = rate(args, "specificity");
  return out;
}

std::vector<Record> ended_folds(const Store& store, const Record& record) {
  std::vector<Record> out = parts_of(store, record);
  std::erase_if(out, [](const Record& part) { return part.run.role.starts_with("control "); });
  return out;
}

Exit score(Context& c) {
  const ScoreAsked what = asked(c.args);
  const Memo memo = memo_on_disk();
  std::vector<ScoreReport> reports;
  for (const std::int64_t id : c.runs()) {
    const Record record = c.records().record(id);
    reports.push_back(score_report(record, what, memo, ended_folds(c.records(), record)));
  }
  if (c.args.has("json"))
    c.terminal.data(json_of(reports) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(figure_table(reports)));
  else
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const std::string apart = i ? "\n" : "";
      if (c.args.has("md"))
        c.terminal.data(apart + score_markdown(reports[i]));
      else if (c.args.has("latex"))
        c.terminal.data(apart + score_latex(reports[i]));
      else
        c.terminal.page(apart + score_text(reports[i], c.terminal.screen()));
    }
  return Exit::done;
}

}  // namespace

extern const Verb score_verb;
const Verb score_verb{
    "score",
    "RUN…",
    "every score of a run's predictions, with what its images can say of it",
    "xp score run12 --sensitivity 0.9",
    Needs::records,
    1,
    -1,
    {{"part", 0, "PART", "test or val; default test"},
     {"positive", 0, "CLASS", "thresholds and operating points of this class against the rest; of two: the last"},
     {"sensitivity", 0, "RATE",
      "the operating point with at least so much, chosen on validation where it was predicted"},
     {"specificity", 0, "RATE", "the same for specificity"},
     {"all", 0, "", "also scores that are the same here as others"},
     {"resamples", 0, "N", "of the bootstrap; default 10000, 0: no intervals that need them"},
     {"seed", 0, "N", "of the bootstrap; default 1"},
     {"json", 0, "", "as JSON"},
     {"md", 0, "", "as Markdown"},
     {"csv", 0, "", "every figure as CSV, one a line"},
     {"latex", 0, "", "the tables for LaTeX"}},
    score};

}  // namespace xp
