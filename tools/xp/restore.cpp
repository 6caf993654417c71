// xp restore: back from `xp delete`.
#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit restore(Context& c) {
  const std::vector<std::int64_t> runs = c.runs();
  if (runs.empty()) c.terminal.remark("a range means none that is deleted: name them one by one");
  for (const std::int64_t run : runs) {
    if (c.records().run(run).deleted.empty()) {
      c.terminal.remark(run_name(run) + " is not deleted");
      continue;
    }
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
