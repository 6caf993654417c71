// xp restore: back from `xp delete`.
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit restore(Context& c) {
  for (const std::int64_t run : c.runs()) {
    c.store().restore(run);
    c.terminal.print(run_name(run) + "\n");
  }
  return Exit::done;
}

}  // namespace

extern const Verb restore_verb;
const Verb restore_verb{"restore", "RUN…", "bring back what xp delete hid", "xp restore run3", Needs::records, 1, -1,
                        {},        restore};

}  // namespace xp
