#include "framework/run/run.h"

#include "framework/base/interrupt.h"
#include "framework/run/attempt.h"

namespace xp {

Placement wish(const Plan& plan, int threads, const std::string& precision) {
  const Train train = train_of(plan.train);
  return {threads, train.device, precision.empty() ? train.precision : precision};
}

Ran run(const Plan& plan, const Circumstances& c, Engine& engine, Store& store, Progress& progress) {
  const Placement placement = engine.resolve(plan, wish(plan, c.threads, c.precision));
  const PoliteInterrupt polite;
  Settings facts = c.environment;
  facts.push_back({"threads", placement.threads});
  facts.push_back({"device", placement.device});
  facts.push_back({"precision", placement.precision});
  for (const Setting& fact : engine.facts()) facts.push_back(fact);
  const std::int64_t id = store.add({plan.experiment, plan.title, c.name, c.note, to_json(plan), identity_hash(plan),
                                     plan.fingerprint, static_cast<int>(train_of(plan.train).epochs), c.rerun_of,
                                     c.parent, c.role, c.sweep, c.place, c.tags, flattened(plan), facts, c.sources});
  store.start(id, this_process());
  if (!c.diff.empty()) store.artifact(id, "uncommitted.diff", c.diff);
  progress.begins(id, plan);
  return attempt(id, plan, placement, c, engine, store, progress);
}

}  // namespace xp
