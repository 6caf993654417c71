// What is minimised, and what the logits mean.
#pragma once
#include <vector>

#include "framework/engine/images/batches.h"
#include "framework/engine/torch.h"
#include "framework/plugin/kinds.h"
#include "framework/scores/prediction.h"

namespace xp {

/// What is right for N images: a label each and, where others were mixed into them, the label of each other one and the
/// share that stays its own; and what each image weighs.
struct Truth {
  Tensor labels, others = {}, shares = {};  // N each, of the device; the last two undefined where nothing was mixed
  Tensor weights = {};                      // N, of the device; undefined where all weigh 1
};

/// `weights`: of the images; empty where all weigh 1.
Truth truth_of(const std::vector<int>& labels, const Mixture& mixture, at::Device device,
               const std::vector<double>& weights = {});
/// The label that each image has most of.
std::vector<int> mostly(std::vector<int> labels, const Mixture& mixture);

class Objective {
 public:
  /// `class_weights`: one a class. A batch's loss is its weighted mean, divided by the sum of the weights; an image
  /// weighs what its class does times what it does itself. Smoothed labels are torch's: the even share of each class is
  /// weighted by that class, the sum is that of the images' own ones (torch.nn.functional.cross_entropy with weight and
  /// label_smoothing); one sigmoid output z counts as the two logits 0 and z. Focal: (1 - p)^γ times the cross-entropy,
  /// p being the probability of the truth (Lin et al. 2017), with the class weights as its α.
  Objective(LossForm form, const std::vector<double>& class_weights, at::Device device);

  /// N×outputs logits → a scalar. A mixed image counts as two, each by its share.
  Tensor loss(const Tensor& logits, const Truth& truth) const;
  /// The sum of weights that the loss was divided by.
  double weight(const Truth& truth) const;
  /// N×classes probabilities, as doubles on the CPU.
  Tensor probabilities(const Tensor& logits) const;

 private:
  Tensor each(const Tensor& logits, const Tensor& labels) const;
  Tensor binary(const Tensor& logits, const Tensor& labels) const;
  Tensor focal(const Tensor& logits, const Tensor& labels) const;
  Tensor weights(const Truth& truth, const Tensor& labels) const;
  LossForm form_;
  Tensor weights_;
};

/// One prediction a row.
void append(std::vector<Prediction>& predictions, const std::vector<int>& samples, const std::vector<int>& labels,
            const Tensor& probabilities);

}  // namespace xp
