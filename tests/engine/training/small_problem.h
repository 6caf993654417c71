// The network and the data of fixtures/recipes.py, in whatever type.
#pragma once
#include <vector>

#include "framework/engine/network/network.h"

namespace xp::test {

/// Between -1 and 1, of 128ths.
inline Tensor drawn(const std::vector<std::int64_t>& shape, std::int64_t salt) {
  std::int64_t n = 1;
  for (const std::int64_t side : shape) n *= side;
  std::vector<float> values;
  for (std::int64_t i = 0; i < n; ++i)
    values.push_back(static_cast<float>((i * 37 + salt * 101) * (i + 11) % 257 - 128) / 128);
  return at::tensor(values).view(shape);
}

struct SmallProblem {
  at::ScalarType type;
  std::vector<NamedTensor> weights;  // A, a, b, c

  explicit SmallProblem(at::ScalarType t) : type(t) {
    const std::pair<const char*, std::vector<std::int64_t>> shapes[] = {
        {"features.0.weight", {5, 3}}, {"features.0.bias", {3}}, {"head.weight", {3, 1}}, {"head.bias", {1}}};
    for (std::int64_t i = 0; i < 4; ++i)
      weights.push_back({shapes[i].first, (drawn(shapes[i].second, i) / 2).to(type).requires_grad_()});
  }
  std::vector<NamedTensor> head() const { return {weights[2], weights[3]}; }

  /// Of tanh(x·A + a)·b + c on batch t, the squared error.
  Tensor loss(std::int64_t t) const {
    const Tensor rows = at::remainder(at::arange(4 * t, 4 * t + 4, at::kLong), 24);
    const Tensor x = drawn({24, 5}, 7).to(type).index_select(0, rows),
                 y = drawn({24}, 8).to(type).index_select(0, rows);
    const Tensor hidden = at::tanh(at::matmul(x, weights[0].tensor) + weights[1].tensor);
    return ((at::matmul(hidden, weights[2].tensor) + weights[3].tensor).flatten() - y).square().mean();
  }

  /// All weights in a row.
  Tensor all() const {
    std::vector<Tensor> out;
    for (const NamedTensor& w : weights) out.push_back(w.tensor.detach().to(at::kDouble).flatten());
    return at::cat(out);
  }
};

/// The largest difference, as a share of the largest of what is wanted.
inline double strays(const Tensor& got, const std::vector<double>& wanted) {
  const Tensor want = at::tensor(wanted, at::kDouble), all = got.to(at::kDouble).flatten();
  if (all.numel() != want.numel()) return INFINITY;
  return ((all - want).abs().max() / want.abs().max()).item<double>();
}

}  // namespace xp::test
