#include "framework/engine/training/loss.h"

namespace xp {

Objective::Objective(LossForm form, const std::vector<double>& class_weights, at::Device device)
    : form_(form), weights_(at::tensor(class_weights, at::kDouble).to(at::kFloat).to(device)) {}

Tensor Objective::loss(const Tensor& logits, const Tensor& labels) const {
  switch (form_.form) {
    case LossForm::cross_entropy: return at::cross_entropy_loss(logits, labels, weights_);
    case LossForm::binary_cross_entropy: {
      const Tensor each =
          at::binary_cross_entropy_with_logits(logits.flatten(), labels.to(at::kFloat), {}, {}, at::Reduction::None);
      const Tensor weight = weights_.index_select(0, labels);
      return (each * weight).sum() / weight.sum();
    }
  }
  return {};
}

Tensor Objective::probabilities(const Tensor& logits) const {
  const Tensor x = logits.detach().to(at::kCPU, at::kDouble);
  switch (form_.form) {
    case LossForm::cross_entropy: return at::softmax(x, 1).contiguous();
    case LossForm::binary_cross_entropy: {
      const Tensor second = at::sigmoid(x.flatten());
      return at::stack({1 - second, second}, 1).contiguous();
    }
  }
  return {};
}

void append(std::vector<Prediction>& predictions, const std::vector<int>& samples, const std::vector<int>& labels,
            const Tensor& probabilities) {
  const std::int64_t classes = probabilities.size(1);
  const double* row = probabilities.data_ptr<double>();
  for (std::size_t i = 0; i < samples.size(); ++i, row += classes)
    predictions.push_back({samples[i], labels[i], {row, row + classes}});
}

}  // namespace xp
