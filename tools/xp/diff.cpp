// xp diff: what two runs were asked, made of, shown and done in.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "framework/run/rerun/conditions.h"
#include "reports/difference/text.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

bool counts(const std::vector<Beside>& rows, const std::function<Effect(const std::string&)>& effect) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Beside& b) { return b.differs() && effect(b.name) != Effect::harmless; });
}

Exit diff(Context& c) {
  std::vector<std::int64_t> runs;  // a run and itself are two
  for (const std::string& named : c.args.positional)
    for (const std::int64_t run : runs_named(c.records(), {named})) runs.push_back(run);
  if (runs.size() != 2)
    throw Error(fmt::format("a difference is one of two runs, these are {}", runs.size()),
                "xp diff run12 run15; xp compare takes more");
  const Record was = c.records().record(runs[0]), now = c.records().record(runs[1]);
  const RunDifference found = difference(was, now);
  const auto fact = [&](const std::string& name) { return fact_between(name, was.environment, now.environment); };
  const auto meaning = [&](const std::string& name) {
    const Condition known = fact(name);
    return fmt::format("{}: {}", xp::name(known.effect), known.reason);
  };
  const bool all = c.args.has("all");
  if (c.args.has("json"))
    c.terminal.data(difference_json(found, meaning, all) + "\n");
  else
    c.terminal.print(difference_text(found, meaning, all, c.terminal.table_columns()));
  // Whether anything differs that may change what is computed, or of which nobody knows.
  return counts(found.plan, [](const std::string& name) { return setting_named(name).effect; }) ||
                 !found.sources.empty() || !found.images.empty() ||
                 counts(found.environment, [&](const std::string& name) { return fact(name).effect; })
             ? Exit::no
             : Exit::done;
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
    "  Exit code 3: something differs that may change what is computed. 0: nothing does, but perhaps what does not\n"
    "  matter: where files lie, the machine's name, its memory. The command line is not compared: what it says is in\n"
    "  the plan.\n"};

}  // namespace xp
