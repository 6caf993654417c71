// What plans will take, before they start: for `plan` and `run`.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/plan.h"
#include "tools/xp/verb.h"

namespace xp {

struct Estimates {
  std::vector<Estimate> each;
  double seconds = 0;      // in all
  double most_memory = 0;  // bytes, of one plan
  std::string basis;       // "at the speed of earlier runs", "a first guess: no run of this size has been timed yet"
};

/// By the speed that the last run of a network of about the same size reached here, first of all with the same model: a
/// small network on small images spends its time on other things than multiply-adds, and says nothing of a large one.
Estimates estimates_of(Context& context, const std::vector<Plan>& plans);

}  // namespace xp
