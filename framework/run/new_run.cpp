#include "framework/run/new_run.h"

namespace xp {

NewRun new_run(const Plan& plan, const Circumstances& c, const Settings& facts) {
  NewRun run;
  run.experiment = plan.experiment, run.title = plan.title, run.name = c.name, run.note = c.note;
  run.plan = to_json(plan), run.identity = identity_hash(plan), run.fingerprint = plan.fingerprint;
  run.epochs_planned = static_cast<int>(train_of(plan.train).epochs);
  run.rerun_of = c.rerun_of, run.parent = c.parent, run.role = c.role, run.sweep = c.sweep, run.place = c.place;
  run.tags = c.tags, run.settings = flattened(plan), run.environment = c.environment, run.sources = c.sources;
  run.environment.insert(run.environment.end(), facts.begin(), facts.end());
  return run;
}

Settings facts_of(const Placement& p) {
  return {{"threads", p.threads}, {"device", p.device}, {"precision", p.precision}};
}

void keep_changes(std::int64_t run, const Circumstances& c, Store& store) {
  if (!c.diff.empty()) store.artifact(run, "uncommitted.diff", c.diff);
}

std::int64_t add_run(const NewRun& run, const Circumstances& c, Store& store) {
  const std::int64_t id = store.add(run);
  keep_changes(id, c, store);
  return id;
}

}  // namespace xp
