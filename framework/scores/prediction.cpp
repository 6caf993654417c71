#include "framework/scores/prediction.h"

#include <algorithm>

namespace xp {

int predicted(const Prediction& p) {
  return static_cast<int>(std::max_element(p.probabilities.begin(), p.probabilities.end()) - p.probabilities.begin());
}

}  // namespace xp
