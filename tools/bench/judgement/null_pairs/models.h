// Drawn answers of models that are equally good.
#pragma once
#include <vector>

#include "framework/base/random.h"
#include "framework/scores/judged.h"

namespace xp::bench {

struct Setting {
  int images, classes;
  double accuracy;      // of each, but for the bias
  double shared;        // correlation of the models' logits for an image
  bool biased = false;  // one prefers the first class, the next the second, by as much
  int runs = 2;
  int group = 1;  // images of one: half of each model's own noise is theirs together
};

/// Logits are `skill` for the true class and 0 for others, with normal noise of variance 1; labels are drawn evenly (of
/// a group: together). Of runs of the same images.
std::vector<Judged> equals(const Setting& setting, double skill, Random& random);

/// For models that are right as often as `accuracy` says: ∫ φ(z) Φ(z + skill)^(classes − 1) dz.
double skill(int classes, double accuracy);

}  // namespace xp::bench
