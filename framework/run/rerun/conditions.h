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
  std::string was, now;  // "unknown" where it was not recorded
  Effect effect = Effect::unknown;
  std::string reason;
};
}  // namespace reruns

/// What matters first. In both directions: a variable that is set only now may be why as well.
std::vector<Condition> conditions(const Record& was, const Record& now);

}  // namespace xp
