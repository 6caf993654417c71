// What a network said about one image.
#pragma once
#include <vector>

namespace xp {

struct Prediction {
  int sample = 0;                     // index into the run's samples
  int label = 0;                      // the truth
  std::vector<double> probabilities;  // one a class, sum 1
};

/// The class with the largest probability, the first of equals.
int predicted(const Prediction& p);

}  // namespace xp
