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

/// The loss of each image if this were its label, with the weights of classes alone.
Tensor Objective::each(const Tensor& logits, const Tensor& labels) const {
  switch (form_.form) {
    case LossForm::focal: return focal(logits, labels);
    case LossForm::cross_entropy:
      return at::cross_entropy_loss(logits, labels, weights_, at::Reduction::None, -100, form_.smoothing);
    case LossForm::binary_cross_entropy: return binary(logits.flatten(), labels);
  }
  return {};
}

Tensor Objective::binary(const Tensor& logits, const Tensor& labels) const {
  const auto were = [&](const Tensor& truth) {
    return at::binary_cross_entropy_with_logits(logits, truth, {}, {}, at::Reduction::None);
  };
  const Tensor own = were(labels.to(logits.scalar_type())) * weights_.index_select(0, labels);
  if (form_.smoothing == 0) return own;
  const Tensor both = were(at::zeros_like(logits)) * weights_[0] + were(at::ones_like(logits)) * weights_[1];
  return (1 - form_.smoothing) * own + form_.smoothing / 2 * both;
}

Tensor Objective::focal(const Tensor& logits, const Tensor& labels) const {
  const Tensor log_p = at::log_softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1);
  const Tensor doubt = at::clamp_min(-at::expm1(log_p), 1e-12);  // at 0 its power may have no slope
  return -doubt.pow(form_.focus) * log_p * weights_.index_select(0, labels);
}

/// Of each image if this were its label.
Tensor Objective::weights(const Truth& truth, const Tensor& labels) const {
  const Tensor of_class = weights_.index_select(0, labels);
  return truth.weights.defined() ? of_class * truth.weights : of_class;
}

Tensor Objective::loss(const Tensor& logits, const Truth& truth) const {
  const bool mixed = truth.others.defined();
  if (!mixed && !truth.weights.defined() && form_.form == LossForm::cross_entropy)
    return at::cross_entropy_loss(logits, truth.labels, weights_, at::Reduction::Mean, -100, form_.smoothing);
  const auto own = [&](const Tensor& labels) {
    const Tensor loss = each(logits, labels);
    return truth.weights.defined() ? loss * truth.weights : loss;
  };
  if (!mixed) return own(truth.labels).sum() / weights(truth, truth.labels).sum();
  const Tensor other_share = 1 - truth.shares;
  const Tensor weight = truth.shares * weights(truth, truth.labels) + other_share * weights(truth, truth.others);
  return (truth.shares * own(truth.labels) + other_share * own(truth.others)).sum() / weight.sum();
}

double Objective::weight(const Truth& truth) const {
  Tensor out = weights(truth, truth.labels);
  if (truth.others.defined()) out = truth.shares * out + (1 - truth.shares) * weights(truth, truth.others);
  return out.sum().item<double>();
}

Tensor Objective::probabilities(const Tensor& logits) const {
  const Tensor x = logits.detach().to(at::kCPU, at::kDouble);
  switch (form_.form) {
    case LossForm::focal:
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
