// What two runs of one plan did not have in common: in their plan, code and environment, and whether it is known to
// change what is computed.
#pragma once
#include <string>
#include <vector>

#include "framework/run/rerun/facts.h"
#include "framework/store/record.h"

namespace xp {

inline namespace reruns {
struct Condition {
  std::string what;      // "threads", "optimizer.rate", "experiments/a.cpp"
  std::string was, now;  // "not set" of a variable, "none" of a setting, "unknown" where it was not recorded
  Effect effect = Effect::unknown;
  std::string reason;
};
}  // namespace reruns

/// Of a setting of the plan; where data lie, and what is written where, enter no plan's identity.
Fact setting_named(const std::string& setting);

/// Of a fact of two environments. Of what one of them did not record nothing is known, but that some things never
/// matter.
Condition fact_between(const std::string& name, const Settings& was, const Settings& now);

/// What matters first. In both directions: a variable that is set only now may be why as well.
std::vector<Condition> conditions(const Record& was, const Record& now);

}  // namespace xp
