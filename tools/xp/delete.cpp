// xp delete: out of sight, not yet gone.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// What repeats one of these is of nothing once they are gone.
void say_reruns(Context& c, const std::vector<std::int64_t>& deleted) {
  std::vector<std::string> reruns;
  for (const RunRow& run : c.store().runs())
    if (run.rerun_of && std::count(deleted.begin(), deleted.end(), run.rerun_of))
      reruns.push_back(fmt::format("{} of {}", run_name(run.id), run_name(run.rerun_of)));
  if (!reruns.empty())
    c.terminal.remark(fmt::format("their reruns stay ({}); after xp gc nothing says of which run", join(reruns)));
}

Exit remove(Context& c) {
  std::vector<std::int64_t> runs = c.runs();
  std::vector<std::string> before;
  std::erase_if(runs, [&](std::int64_t run) {
    const bool gone = !c.records().run(run).deleted.empty();
    if (gone) before.push_back(run_name(run));
    return gone;
  });
  if (runs.empty() && before.empty())  // a range means none that is deleted
    c.terminal.remark(join(c.args.positional) + ": all of them were deleted already");
  if (!before.empty())
    c.terminal.remark(fmt::format("{} {} deleted already", join(before), before.size() == 1 ? "was" : "were"));
  if (runs.empty()) return Exit::done;
  for (const std::int64_t run : runs) {
    c.store().remove(run);
    c.terminal.print(run_name(run) + "\n");
  }
  say_reruns(c, runs);
  c.terminal.remark("xp restore brings them back, xp gc removes them for good");
  return Exit::done;
}

}  // namespace

extern const Verb delete_verb;
const Verb delete_verb{"delete",
                       "RUN…",
                       "hide runs from every list, with their folds and controls",
                       "xp delete run3..run7",
                       Needs::records,
                       1,
                       -1,
                       {},
                       remove};

}  // namespace xp
