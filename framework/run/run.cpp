#include "framework/run/run.h"

#include "framework/base/interrupt.h"
#include "framework/run/attempt.h"
#include "framework/run/new_run.h"

namespace xp {

Placement wish(const Plan& plan, int threads, const std::string& precision) {
  const Train train = train_of(plan.train);
  return {threads, train.device, precision.empty() ? train.precision : precision};
}

Ran run(const Plan& plan, const Circumstances& c, Engine& engine, Store& store, Progress& progress) {
  const Placement placement = engine.resolve(plan, wish(plan, c.threads, c.precision));
  const PoliteInterrupt polite;
  Settings facts = facts_of(placement);
  for (const Setting& fact : engine.facts()) facts.push_back(fact);
  std::int64_t id = 0;
  patience_before(c, store, progress, "none yet")([&] {
    if (!id) id = store.add(new_run(plan, c, facts));
    keep_changes(id, c, store);  // not with the row at once: others would wait while megabytes reach the disk
    store.start(id, this_process());
  });
  progress.begins(id, plan);
  return attempt(id, plan, placement, c, engine, store, progress);
}

}  // namespace xp
