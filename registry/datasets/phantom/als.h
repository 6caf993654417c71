// The seven curve types of the augmented Lehnert-Schroth (ALS) classification, as bends and the trunk's balance.
#pragma once
#include "registry/datasets/phantom/spine.h"

namespace xp::phantom {

struct AlsCurves {
  std::vector<Bend> bends;  // the upper one first
  double balance = 0;       // of T1 beside the sacrum
};

/// The major curve bends by `lowest` to `highest` degrees. Either side: a type is the same in the mirror.
AlsCurves draw_als(Pattern type, double lowest, double highest, Random& random);

}  // namespace xp::phantom
