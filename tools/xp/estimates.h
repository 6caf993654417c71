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
  std::string basis;       // "at the speed of earlier runs", "a first guess: no run has been timed yet"
};

/// By the speed that the last run with the same model reached here.
Estimates estimates_of(Context& context, const std::vector<Plan>& plans);

}  // namespace xp
