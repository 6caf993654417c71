// xp diff: what two runs were asked, made of, shown and done in.
#include <fmt/format.h>

#include "framework/run/rerun/facts.h"
#include "reports/difference/text.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

std::string meaning(const std::string& fact) {
  const Fact known = fact_named(fact);
  return fmt::format("{}: {}", name(known.effect), known.reason);
}

Exit diff(Context& c) {
  std::vector<std::int64_t> runs;  // a run and itself are two
  for (const std::string& named : c.args.positional)
    for (const std::int64_t run : runs_named(c.records(), {named})) runs.push_back(run);
  if (runs.size() != 2)
    throw Error(fmt::format("a difference is one of two runs, these are {}", runs.size()),
                "xp diff run12 run15; xp compare takes more");
  const RunDifference found = difference(c.records().record(runs[0]), c.records().record(runs[1]));
  const bool all = c.args.has("all");
  if (c.args.has("json"))
    c.terminal.data(difference_json(found, meaning, all) + "\n");
  else
    c.terminal.print(difference_text(found, meaning, all, c.terminal.table_columns()));
  return found.any() ? Exit::no : Exit::done;
}

}  // namespace

extern const Verb diff_verb;
const Verb diff_verb{
    "diff",
    "RUN RUN",
    "what differs between two runs: plan, sources, images, environment",
    "xp diff run12 run15",
    Needs::records,
    1,
    2,
    {{"all", 0, "", "what is the same too, and every image that differs"}, {"json", 0, "", "as JSON"}},
    diff,
    "Exit code 3: something differs. The command line is not compared: what it says is in the plan.\n"};

}  // namespace xp
