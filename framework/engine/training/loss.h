// What is minimised, and what the logits mean.
#pragma once
#include <vector>

#include "framework/engine/torch.h"
#include "framework/plugin/kinds.h"
#include "framework/scores/prediction.h"

namespace xp {

class Objective {
 public:
  /// `class_weights`: one a class. A batch's loss is its weighted mean, divided by the sum of the weights.
  Objective(LossForm form, const std::vector<double>& class_weights, at::Device device);

  /// N×outputs logits and N labels → a scalar.
  Tensor loss(const Tensor& logits, const Tensor& labels) const;
  /// N×classes probabilities, as doubles on the CPU.
  Tensor probabilities(const Tensor& logits) const;

 private:
  LossForm form_;
  Tensor weights_;
};

/// One prediction a row.
void append(std::vector<Prediction>& predictions, const std::vector<int>& samples, const std::vector<int>& labels,
            const Tensor& probabilities);

}  // namespace xp
