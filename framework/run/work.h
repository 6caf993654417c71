// What several plans come to: runs that train, and the runs that these are parts of.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/plan.h"

namespace xp {

/// One thing to train.
struct Leaf {
  Plan plan;
  std::string role = {};  // of a child: "fold 2", "control majority", "control majority, fold 2"
  int parent = -1;        // the index, among the parents, of the run that it is a part of; -1: none
  int after = -1;         // or the index of the leaf whose run that is: it is begun once that one has ended
};

struct Work {
  std::vector<Plan> parents;  // train nothing themselves
  std::vector<Leaf> leaves;   // in the order of the plans; controls after what they are held against
};

/// Each plan, or its folds, and the controls beside them, on the same splits. `controls`: "shuffled-labels",
/// "majority", "image-statistics"; throws Error on any other.
Work work_of(const std::vector<Plan>& plans, const std::vector<std::string>& controls);

}  // namespace xp
