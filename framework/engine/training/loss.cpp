#include "framework/engine/training/loss.h"

namespace xp {
namespace {

Tensor tensor_of(const std::vector<int>& labels) {
  return at::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()));
}

}  // namespace

Truth truth_of(const std::vector<int>& labels, const Mixture& mixture, at::Device device,
               const std::vector<double>& weights) {
  Truth out{tensor_of(labels).to(device)};
  if (!mixture.labels.empty()) {
    out.others = tensor_of(mixture.labels).to(device);
    out.shares = at::tensor(mixture.shares, at::kDouble).to(at::kFloat).to(device);
  }
  if (!weights.empty()) out.weights = at::tensor(weights, at::kDouble).to(at::kFloat).to(device);
  return out;
}

std::vector<int> mostly(std::vector<int> labels, const Mixture& mixture) {
  for (std::size_t i = 0; i < mixture.labels.size(); ++i)
    if (mixture.shares[i] < 0.5) labels[i] = mixture.labels[i];
  return labels;
}

Objective::Objective(LossForm form, const std::vector<double>& class_weights, at::Device device)
    : form_(form), weights_(at::tensor(class_weights, at::kDouble).to(at::kFloat).to(device)) {}

/// The loss of each image if this were its label, unweighted.
Tensor Objective::each(const Tensor& logits, const Tensor& labels) const {
  switch (form_.form) {
    case LossForm::cross_entropy: return at::cross_entropy_loss(logits, labels, {}, at::Reduction::None);
    case LossForm::binary_cross_entropy:
      return at::binary_cross_entropy_with_logits(logits.flatten(), labels.to(at::kFloat), {}, {}, at::Reduction::None);
  }
  return {};
}

Tensor Objective::loss(const Tensor& logits, const Truth& truth) const {
  const bool plain = !truth.others.defined() && !truth.weights.defined();
  if (plain && form_.form == LossForm::cross_entropy) return at::cross_entropy_loss(logits, truth.labels, weights_);
  const auto weighing = [&](const Tensor& labels) {
    const Tensor weight = weights_.index_select(0, labels);
    return truth.weights.defined() ? weight * truth.weights : weight;
  };
  const Tensor weight = weighing(truth.labels);
  if (!truth.others.defined()) return (each(logits, truth.labels) * weight).sum() / weight.sum();
  const Tensor own = truth.shares * weight, other = (1 - truth.shares) * weighing(truth.others);
  return (own * each(logits, truth.labels) + other * each(logits, truth.others)).sum() / (own.sum() + other.sum());
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
