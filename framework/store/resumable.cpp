#include "framework/store/resumable.h"

#include <fmt/format.h>

#include "framework/store/tracked.h"

namespace xp {
namespace {

Unresumable made_otherwise(const Record& record) {
  const std::string why = came_as(record) + ": there is nothing to go on with";
  if (is_tracked(record)) return {why, only_its_program(record), command_of(record)};
  return {why, "go on in the tool that made it, then xp import again", ""};
}

/// Of a run that came in a .xprun. Where the images lie is not the same there and here.
Unresumable made_elsewhere(const Record& record) {
  const std::string name = run_name(record.run.id);
  const Value* path = find(record.settings, "dataset.path");
  const std::string command = "xp rerun " + name + (path && !path->text().empty() ? " --data DIR" : "");
  return {fmt::format("{} was recorded elsewhere ({}): its checkpoints did not come with it, and nobody here has "
                      "vouched for its plan and its code",
                      name, record.run.origin),
          command + " trains its plan whole, as a run of its own", command};
}

}  // namespace

std::optional<Unresumable> unresumable(const Record& record) {
  const RunRow& run = record.run;
  const std::string name = run_name(run.id);
  if (!run.deleted.empty())
    return Unresumable{name + " is deleted", "xp restore " + name + " first", "xp restore " + name};
  if (without_plan(record)) return made_otherwise(record);
  if (find(record.settings, "split.folds"))
    return Unresumable{name + " stands for its folds and trains nothing itself", "resume the folds: xp show " + name,
                       "xp show " + name};
  if (run.status == Status::running || run.status == Status::scheduled)
    return Unresumable{fmt::format("{} is {} already", name, xp::name(run.status)),
                       fmt::format("xp list shows what runs; xp stop {} ends it", name), "xp list"};
  if (run.status == Status::finished && !run.paused)
    return Unresumable{name + " is FINISHED, nothing is left to do",
                       fmt::format("xp rerun {} runs its plan again", name), "xp rerun " + name};
  if (!run.origin.empty()) return made_elsewhere(record);
  return std::nullopt;
}

}  // namespace xp
