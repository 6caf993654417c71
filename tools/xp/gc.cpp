// xp gc: what deletion left.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

Exit gc(Context& c) {
  c.records();  // nothing to collect where there is nothing
  const Store::Collected removed = c.store().collect();
  if (c.args.has("json"))
    c.terminal.data(json_of(Settings{{"runs", removed.runs}, {"files", removed.files}, {"bytes", removed.bytes}}) +
                    "\n");
  else
    c.terminal.print(fmt::format("{} deleted run{} and {} file{} removed, {} freed\n", removed.runs,
                                 removed.runs == 1 ? "" : "s", removed.files, removed.files == 1 ? "" : "s",
                                 bytes(removed.bytes)));
  return Exit::done;
}

}  // namespace

extern const Verb gc_verb;
const Verb gc_verb{"gc",
                   "",
                   "remove for good what xp delete hid, and files that no run names",
                   "xp gc",
                   Needs::records,
                   0,
                   0,
                   {{"json", 0, "", "as JSON"}},
                   gc};

}  // namespace xp
