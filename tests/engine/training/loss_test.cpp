#include "framework/engine/training/loss.h"

#include <catch2/catch.hpp>

using namespace xp;

namespace {

struct DrawnBatch {
  Tensor logits;
  std::vector<int> labels;
};

DrawnBatch drawn(int outputs) {
  at::manual_seed(7);
  return {at::randn({6, outputs}), {0, 1, 1, 0, 1, 0}};
}

double loss(LossForm::Form form, const DrawnBatch& batch, const std::vector<double>& class_weights,
            const std::vector<double>& weights = {}, const Mixture& mixture = {}) {
  const Objective objective({form}, class_weights, at::kCPU);
  return objective.loss(batch.logits, truth_of(batch.labels, mixture, at::kCPU, weights)).item<double>();
}

/// As an image with that weight would be, were it there so often.
DrawnBatch repeated(const DrawnBatch& batch, const std::vector<int>& times) {
  std::vector<std::int64_t> rows;
  std::vector<int> labels;
  for (std::size_t i = 0; i < times.size(); ++i)
    for (int t = 0; t < times[i]; ++t) rows.push_back(static_cast<std::int64_t>(i)), labels.push_back(batch.labels[i]);
  return {batch.logits.index_select(0, at::tensor(rows)), labels};
}

}  // namespace

TEST_CASE("an image of weight 3 counts as if it were there three times, in either loss and with class weights") {
  for (const auto& [form, outputs] : {std::pair{LossForm::cross_entropy, 2}, {LossForm::binary_cross_entropy, 1}}) {
    const DrawnBatch batch = drawn(outputs);
    for (const auto& class_weights : {std::vector<double>{1, 1}, {5, 1}}) {
      const double weighted = loss(form, batch, class_weights, {3, 1, 2, 1, 1, 4});
      CHECK(weighted == Approx(loss(form, repeated(batch, {3, 1, 2, 1, 1, 4}), class_weights)).epsilon(1e-6));
      CHECK(weighted != Approx(loss(form, batch, class_weights)).epsilon(1e-3));
    }
  }
}

TEST_CASE("weights that are all alike change nothing") {
  for (const auto& [form, outputs] : {std::pair{LossForm::cross_entropy, 2}, {LossForm::binary_cross_entropy, 1}})
    CHECK(loss(form, drawn(outputs), {5, 1}, std::vector<double>(6, 0.25)) ==
          Approx(loss(form, drawn(outputs), {5, 1})).epsilon(1e-6));
}

TEST_CASE("a mixed image brings its weight to both of its labels") {
  const DrawnBatch batch = drawn(2);
  Mixture mixture;
  mixture.labels = {1, 0, 0, 1, 0, 1};
  mixture.shares = {1, 1, 1, 1, 1, 1};
  const std::vector<double> weights{3, 1, 2, 1, 1, 4};
  CHECK(loss(LossForm::cross_entropy, batch, {5, 1}, weights, mixture) ==
        Approx(loss(LossForm::cross_entropy, batch, {5, 1}, weights)).epsilon(1e-6));
  mixture.shares = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
  const DrawnBatch other{batch.logits, mixture.labels};
  CHECK(loss(LossForm::cross_entropy, batch, {1, 1}, weights, mixture) ==
        Approx(0.5 * loss(LossForm::cross_entropy, batch, {1, 1}, weights) +
               0.5 * loss(LossForm::cross_entropy, other, {1, 1}, weights))
            .epsilon(1e-6));
}
