// xp rerun: the stored plan again, and whether it happens again.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/run/rerun.h"
#include "tools/xp/json.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

/// An experiment may define plugins of its own: when the plan names one that is not here, the stored sources are
/// compiled again.
std::vector<SourceFile> sources_of(const Record& record) {
  std::vector<SourceFile> out;
  for (const Source& s : record.sources) out.push_back({s.path, s.text});
  return out;
}

void load_own_plugins(const Record& record) {
  const Plan plan = plan_from_json(record.plan);
  for (const auto& [kind, choices] : plan.plugins)
    for (const Choice& choice : choices) {
      const auto known = Registry::global().all(kind);
      if (std::any_of(known.begin(), known.end(), [&](auto* p) { return p->name == choice.name; })) continue;
      load_experiment(compile_stored(sources_of(record)));
      return;
    }
}

Exit say(Context& c, const Record& original, const Record& again) {
  const Verification v = verify(original, again);
  if (c.args.has("json")) {
    c.terminal.print(json_of(Settings{{"run", run_name(original.run.id)},
                                      {"again", run_name(again.run.id)},
                                      {"identical", v.identical},
                                      {"metrics_compared", v.metrics_compared},
                                      {"predictions_compared", v.predictions_compared},
                                      {"difference", v.difference},
                                      {"conditions", join(v.conditions, "; ")}}) +
                     "\n");
  } else if (v.identical) {
    c.terminal.print(fmt::format("identical: {} repeats {} bit for bit ({} metrics of {} epochs, {} predictions)\n",
                                 run_name(again.run.id), run_name(original.run.id), v.metrics_compared,
                                 original.run.epochs, v.predictions_compared));
  } else {
    c.terminal.print(fmt::format("diverged: {} does not repeat {}. First difference: {}\n", run_name(again.run.id),
                                 run_name(original.run.id), v.difference));
    for (const std::string& condition : v.conditions) c.terminal.print("  differs now: " + condition + "\n");
    if (v.conditions.empty()) c.terminal.print("  nothing that was recorded of the environment differs\n");
  }
  return v.identical ? Exit::done : Exit::no;
}

Exit rerun(Context& c) {
  const std::int64_t id = run_named(c.records(), c.args.positional.at(0));
  const Record original = c.records().record(id);
  if (c.args.has("verify") && original.run.status != Status::finished)
    throw Error(fmt::format("{} is {}: only a FINISHED run can be verified", run_name(id), name(original.run.status)),
                "xp rerun without --verify runs its plan again");
  load_own_plugins(original);
  const Plan plan = stored_plan(original);
  Training training(c, 1);
  training.name_sources(sources_of(original));
  training.reruns(id);
  const Ran ran = training.train(plan, "");
  if (!c.args.has("verify") || ran.status != Status::finished) return training.conclude(1);
  return say(c, original, c.store().record(ran.id));
}

std::vector<Option> options() {
  std::vector<Option> out{
      {"verify", 0, "",
       "compare every epoch's metrics and every prediction, bit by bit; exit code 3 when they differ"}};
  out.insert(out.end(), placement_options().begin(), placement_options().end());
  out.push_back({"json", 0, "", "the outcome as JSON"});
  return out;
}

}  // namespace

extern const Verb rerun_verb;
const Verb rerun_verb{"rerun",
                      "RUN",
                      "run a stored plan again, and check that it happens again",
                      "xp rerun run12 --verify",
                      Needs::engine,
                      1,
                      1,
                      options(),
                      rerun};

}  // namespace xp
