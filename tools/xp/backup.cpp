// xp backup: a copy of everything recorded, while others write.
#include <fmt/format.h>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

Exit backup(Context& c) {
  const std::string folder = absolute(c.args.positional.at(0));
  c.records().backup(folder);
  const HomeStatistics copied = Store(folder, Store::Access::read).statistics();
  if (c.args.has("json")) {
    c.terminal.data(json_of(Settings{{"folder", folder},
                                     {"runs", copied.runs},
                                     {"deleted", copied.deleted},
                                     {"artifacts", copied.artifacts},
                                     {"bytes", copied.database_bytes + copied.artifact_bytes}}) +
                    "\n");
    return Exit::done;
  }
  const std::int64_t runs = copied.runs + copied.deleted;
  c.terminal.print(fmt::format("{}: {} run{} and {} artifact{}, {}\n", folder, runs, runs == 1 ? "" : "s",
                               copied.artifacts, copied.artifacts == 1 ? "" : "s",
                               bytes(copied.database_bytes + copied.artifact_bytes)));
  c.terminal.remark(fmt::format("it is a home of its own: XP_HOME={} xp list", folder));
  return Exit::done;
}

}  // namespace

extern const Verb backup_verb;
const Verb backup_verb{
    "backup",
    "DIR",
    "a copy of all records and what they name, as of one moment, while others write",
    "xp backup ~/backups/2026-11-21",
    Needs::records,
    1,
    1,
    {{"json", 0, "", "as JSON"}},
    backup,
    "  DIR is new, and appears whole or not at all. On the same file system artifacts are linked, not copied: they\n"
    "  take no room, and are safe from xp, but not from that disk. Checkpoints of runs that are under way stay "
    "behind.\n"};

}  // namespace xp
