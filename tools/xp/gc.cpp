// xp gc: what deletion left.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/store/home.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

/// On a full disk the room that is kept free for last words is lent to it: it makes room itself.
Store::Collected collect(Context& c) {
  try {
    return c.store().collect();
  } catch (const DiskFull&) {
    const std::string reserve = home_folder() + "/reserve";
    if (std::error_code refused; !std::filesystem::remove(reserve, refused) || refused) throw;
    const struct Lent {
      std::string room;
      ~Lent() { reserve_room(room, reserve_bytes); }
    } lent{reserve};
    return c.store().collect();
  }
}

Exit gc(Context& c) {
  c.records();  // nothing to collect where there is nothing
  const Store::Collected removed = collect(c);
  if (c.args.has("json"))
    c.terminal.data(
        json_of(Settings{{"runs", removed.runs}, {"files", removed.files}, {"bytes", whole(removed.bytes)}}) + "\n");
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
