// xp stop: what Ctrl-C does, from elsewhere.
#include <fmt/format.h>

#include "tools/xp/verb.h"

namespace xp {
namespace {

Exit stop(Context& c) {
  for (const std::int64_t run : c.runs()) {
    c.store().request_stop(run);
    c.terminal.print(fmt::format("{} finishes its batch, stores what there is and ends KILLED\n", run_name(run)));
  }
  return Exit::done;
}

}  // namespace

extern const Verb stop_verb;
const Verb stop_verb{
    "stop", "RUN…", "end a run that is running elsewhere, as Ctrl-C would", "xp stop run12", Needs::records, 1, -1,
    {},     stop};

}  // namespace xp
