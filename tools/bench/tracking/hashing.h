// Seconds that hashes take by themselves.
#pragma once
#include "framework/plan/plan.h"

namespace xp {

struct Hashing {
  double tensors = 0;  // of the whole network
  double image = 0;    // of one image's pixels
  double order = 0;    // of a batch's order
};
/// Means of many calls.
Hashing hashing(const Plan& plan, int batch);

}  // namespace xp
