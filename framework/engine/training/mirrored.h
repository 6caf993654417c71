// Judging an image together with its mirror image, left on the right.
#pragma once
#include <vector>

#include "framework/engine/execution.h"

namespace xp {

/// N×C×H×W.
inline Tensor mirrored(const Tensor& images) { return images.flip({3}); }

/// N×outputs, of the images and, with `mirrors`, of what a mirror shows.
inline std::vector<Tensor> judged(Execution& execution, const Tensor& images, bool mirrors) {
  std::vector<Tensor> out{execution.judge(images)};
  if (mirrors) out.push_back(execution.judge(mirrored(images)));
  return out;
}

/// N×classes: the mean of what is said of each view. `from`: an Objective, or what has one.
template <class Objective>
Tensor mean_probabilities(const Objective& from, const std::vector<Tensor>& logits) {
  Tensor sum = from.probabilities(logits.at(0));
  for (std::size_t i = 1; i < logits.size(); ++i) sum += from.probabilities(logits[i]);
  return sum.div_(static_cast<double>(logits.size()));
}

}  // namespace xp
