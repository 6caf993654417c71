#include "framework/run/rerun/stored.h"

#include <fmt/format.h>

#include "framework/base/process.h"
#include "framework/run/rerun/data.h"

namespace xp {

Placement stored_placement(const Record& record) {
  Placement out{available_cores()};
  if (const Value* threads = find(record.environment, "threads"))
    if (const auto* n = threads->get<std::int64_t>(); n && *n > 0) out.threads = static_cast<int>(*n);
  if (const Value* device = find(record.environment, "device")) out.device = device->text();
  if (const Value* precision = find(record.environment, "precision")) out.precision = precision->text();
  return out;
}

Plan stored_plan(const Record& record) {
  Plan plan = plan_from_json(record.plan);
  const DataChanges changes = data_changes(record, plan.fingerprint, listing(plan.only(Kind::dataset)));
  if (changes.any)
    throw Error(fmt::format("the data of {} are not what they were: {}", run_name(record.run.id), sentence(changes)),
                fmt::format("fingerprint was {}…, now {}…; put the files back, or run the experiment anew",
                            plan.fingerprint.substr(0, 12), changes.now.substr(0, 12)));
  return plan;
}

}  // namespace xp
