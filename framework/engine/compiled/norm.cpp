#include "framework/engine/compiled/norm.h"

#include <cmath>

namespace xp {

Norm::Norm(const Net& net, Tensor weight, Tensor bias, Tensor running_mean, Tensor running_variance, bool learns)
    : net_(net),
      weight_(std::move(weight)),
      bias_(std::move(bias)),
      running_mean_(std::move(running_mean)),
      running_variance_(std::move(running_variance)),
      learns_(learns),
      mean_(static_cast<std::size_t>(bias_.numel())),
      inverse_(mean_),
      scale_(mean_),
      shift_(mean_),
      b_(mean_),
      c_(mean_),
      variance_(mean_) {}

void Norm::use(const float* mean, const float* variance, std::int64_t rows) {
  float *running_mean = running_mean_.data_ptr<float>(), *running_variance = running_variance_.data_ptr<float>();
  const double share = net_.momentum,
               unbiased = static_cast<double>(rows) / static_cast<double>(std::max<std::int64_t>(rows - 1, 1));
  for (std::size_t c = 0; c < mean_.size(); ++c) {
    mean_[c] = mean[c];
    variance_[c] = variance[c];
    running_mean[c] = static_cast<float>((1 - share) * running_mean[c] + share * mean[c]);
    running_variance[c] = static_cast<float>((1 - share) * running_variance[c] + share * unbiased * variance[c]);
  }
  set_affine(net_.epsilon);
}

void Norm::use_running() {
  std::copy_n(running_mean_.data_ptr<float>(), mean_.size(), mean_.begin());
  std::copy_n(running_variance_.data_ptr<float>(), mean_.size(), variance_.begin());
  set_affine(net_.epsilon);
}

void Norm::set_affine(double epsilon) {
  const float* weight = weight_.defined() ? weight_.data_ptr<float>() : nullptr;
  const float* bias = bias_.data_ptr<float>();
  for (std::size_t c = 0; c < mean_.size(); ++c) {
    const double inverse = 1 / std::sqrt(static_cast<double>(variance_[c]) + epsilon), w = weight ? weight[c] : 1;
    inverse_[c] = static_cast<float>(inverse);
    scale_[c] = static_cast<float>(w * inverse);
    shift_[c] = static_cast<float>(bias[c] - w * inverse * mean_[c]);
  }
}

void Norm::gradients(const float* sum, const float* product, std::int64_t rows) {
  if (!learns_) {  // a fixed affine map
    std::fill(b_.begin(), b_.end(), 0.0f);
    std::fill(c_.begin(), c_.end(), 0.0f);
    return;
  }
  if (weight_.defined()) {
    float* g = weight_.mutable_grad().data_ptr<float>();
    for (std::size_t c = 0; c < mean_.size(); ++c) g[c] = product[c] * inverse_[c];
  }
  std::copy_n(sum, mean_.size(), bias_.mutable_grad().data_ptr<float>());
  const double n = static_cast<double>(rows);
  for (std::size_t c = 0; c < mean_.size(); ++c) {
    const double inverse = inverse_[c], b = -scale_[c] * inverse * inverse * product[c] / n;
    b_[c] = static_cast<float>(b);
    c_[c] = static_cast<float>(-scale_[c] * sum[c] / n - b * mean_[c]);
  }
}

}  // namespace xp
