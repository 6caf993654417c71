// xp backup: a copy of everything recorded, while others write.
#include <fmt/format.h>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "tools/xp/json.h"

namespace xp {

extern const Verb backup_verb;

namespace {

Exit backup(Context& c) {
  if (c.args.positional.at(0).empty()) throw Error("the folder of the backup has no name", backup_verb.example);
  const std::string folder = absolute(c.args.positional.at(0));
  {
    const PoliteInterrupt leaving_nothing("\ninterrupted: removing what was not finished; again to stop at once\n");
    c.records().backup(folder);
  }
  const HomeStatistics copied = Store(folder, Store::Access::read).statistics();
  if (c.args.has("json")) {
    c.terminal.data(json_of(Settings{{"folder", folder},
                                     {"runs", copied.runs},
                                     {"deleted", copied.deleted},
                                     {"artifacts", copied.artifacts},
                                     {"bytes", whole(copied.database_bytes + copied.artifact_bytes)}}) +
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
    "  DIR is new, in a folder that is there, and appears whole or not at all. The records are checked as xp doctor\n"
    "  does it, every artifact against its SHA-256; what is damaged is named, and not taken. On the same file system\n"
    "  artifacts are linked, not copied: they take no room, and are safe from xp, but not from that disk. Checkpoints\n"
    "  of runs that are under way stay behind.\n"};

}  // namespace xp
