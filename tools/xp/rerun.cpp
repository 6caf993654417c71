// xp rerun: the stored plan again, and whether it happens again.
#include <fmt/format.h>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/run/imports/import.h"
#include "framework/run/own_plugins.h"
#include "framework/run/rerun.h"
#include "reports/parts.h"
#include "tools/xp/json.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

/// Another thread count sums in another order, so the recorded one is the default.
int threads_of(Context& c, const Record& original) {
  const int threads = placement(c.args, stored_placement(original)).threads;
  if (threads > available_cores() && !c.args.has("threads"))
    c.terminal.warn(
        fmt::format("{} computed with {} threads, this machine has {}: slower, but the same bits; "
                    "--threads {} is faster, and may differ",
                    run_name(original.run.id), threads, available_cores(), available_cores()));
  return threads;
}

/// The stored plan; --device and --precision make another of it, as --set would.
Plan plan_of(Context& c, const Record& original) {
  Plan plan = stored_plan(original);
  const Settings asked = placement_settings(c.args);
  for (const Setting& s : asked) set(plan.train, s.name.substr(sizeof "train." - 1), s.value);
  if (!asked.empty()) plan.train = complete_train(plan.train);
  return plan;
}

/// What `auto` came to in the run, which a verification repeats on a machine where it comes to something else.
std::string precision_of(Context& c, const Record& original, const Plan& plan, int threads) {
  if (!placement_settings(c.args).empty()) return "";
  const std::string then = stored_placement(original).precision,
                    now = c.engine().resolve(plan, wish(plan, threads)).precision;
  if (then != now)
    c.terminal.warn(fmt::format("{} computed in {}, here train.precision={} would be {}: this rerun computes in {} too",
                                run_name(original.run.id), then, train_of(plan.train).precision, now, then));
  return then;
}

Exit say(Context& c, const Record& original, const Record& again) {
  const Verification v = verify(original, again);
  if (c.args.has("json")) {
    c.terminal.data(json_of(Settings{{"run", run_name(original.run.id)},
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
  refuse_imported(original, "no plan to run again", "run the tool that made it, then xp import what it says");
  if (c.args.has("verify") && original.run.status != Status::finished)
    throw Error(fmt::format("{} is {}: only a FINISHED run can be verified", run_name(id), name(original.run.status)),
                "xp rerun without --verify runs its plan again");
  if (const int folds = folds_of(original))
    throw Error(fmt::format("{} stands for {} folds, which are runs of their own", run_name(id), folds),
                fmt::format("xp list {} names them; xp rerun one of them", run_name(id)));
  load_own_plugins(original);
  const Plan plan = plan_of(c, original);
  const int threads = threads_of(c, original);
  Training training(c, 1, threads);
  training.pin(precision_of(c, original, plan, threads));
  training.name_sources(stored_sources(original));
  training.reruns(id);
  const Ran ran = training.train(plan, "");
  if (!c.args.has("verify") || ran.status != Status::finished) return training.conclude(1);
  return say(c, original, c.store().record(ran.id));
}

std::vector<Option> options() {
  std::vector<Option> out{
      {"verify", 0, "",
       "compare every epoch's metrics and every prediction, bit by bit; exit code 3 when they differ"}};
  for (Option o : placement_options()) {
    o.doc = o.doc.substr(0, o.doc.find("; default")) + "; default: as the run did";
    out.push_back(o);
  }
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
