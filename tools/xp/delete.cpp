// xp delete: out of sight, not yet gone.
#include <fmt/format.h>

#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit remove(Context& c) {
  for (const std::int64_t run : c.runs()) {
    c.store().remove(run);
    c.terminal.print(run_name(run) + "\n");
  }
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
