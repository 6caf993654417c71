#include "framework/engine/training/loss.h"

#include <catch2/catch.hpp>

#include "tests/engine/fixtures/recipes.h"
#include "tests/engine/training/small_problem.h"

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

double loss(LossForm form, const DrawnBatch& batch, const std::vector<double>& class_weights,
            const std::vector<double>& weights = {}, const Mixture& mixture = {}) {
  const Objective objective(form, class_weights, at::kCPU);
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

TEST_CASE(
    "smoothed labels with class weights are torch's, the focal loss is torchvision's, and so are their gradients") {
  const Tensor logits = (3 * test::drawn({6, 3}, 3)).to(at::kDouble);
  for (const test::KnownLoss& known : test::losses) {
    INFO(known.form << " " << known.setting);
    LossForm form;
    Tensor x = logits;
    std::vector<double> weights{1, 5};
    std::vector<int> labels{0, 1, 1, 0, 1, 1};
    if (known.form == "cross_entropy")
      form.smoothing = known.setting, labels = {0, 1, 2, 0, 1, 2}, weights = {1, 2, 0.5};
    else if (known.form == "binary_cross_entropy")
      form = {LossForm::binary_cross_entropy, known.setting, 0}, x = logits.slice(1, 0, 1);
    else
      form = {LossForm::focal, 0, known.setting}, x = logits.slice(1, 0, 2);
    x = x.to(at::kFloat).contiguous().requires_grad_();
    for (const bool weighed : {false, true}) {  // by another path
      const Objective objective(form, weights, at::kCPU);
      const std::vector<double> ones(weighed ? 6 : 0, 1.0);
      x.mutable_grad() = Tensor();
      const Tensor value = objective.loss(x, truth_of(labels, {}, at::kCPU, ones));
      value.backward();
      CHECK(value.item<double>() == Approx(known.value).epsilon(1e-6));
      CHECK(test::strays(x.grad(), known.gradient) < 1e-6);
    }
  }
}

TEST_CASE("the focal loss has a slope where nothing is left to learn") {
  const Tensor x = at::tensor({200.0f, -200.0f}).view({1, 2}).requires_grad_();
  for (const double gamma : {0.0, 0.5, 2.0}) {
    Objective({LossForm::focal, 0, gamma}, {1, 1}, at::kCPU).loss(x, truth_of({0}, {}, at::kCPU)).backward();
    CHECK(at::isfinite(x.grad()).all().item<bool>());
  }
}

namespace {
const std::vector<std::pair<LossForm, int>> forms{{{LossForm::cross_entropy}, 2},
                                                  {{LossForm::cross_entropy, 0.2}, 2},
                                                  {{LossForm::binary_cross_entropy}, 1},
                                                  {{LossForm::binary_cross_entropy, 0.2}, 1},
                                                  {{LossForm::focal, 0, 2}, 2}};
}  // namespace

TEST_CASE("an image of weight 3 counts as if it were there three times, in every loss and with class weights") {
  for (const auto& [form, outputs] : forms) {
    const DrawnBatch batch = drawn(outputs);
    for (const auto& class_weights : {std::vector<double>{1, 1}, {5, 1}}) {
      const double weighted = loss(form, batch, class_weights, {3, 1, 2, 1, 1, 4});
      CHECK(weighted == Approx(loss(form, repeated(batch, {3, 1, 2, 1, 1, 4}), class_weights)).epsilon(1e-6));
      CHECK(weighted != Approx(loss(form, batch, class_weights)).epsilon(1e-3));
    }
  }
}

TEST_CASE("weights that are all alike change nothing") {
  for (const auto& [form, outputs] : forms)
    CHECK(loss(form, drawn(outputs), {5, 1}, std::vector<double>(6, 0.25)) ==
          Approx(loss(form, drawn(outputs), {5, 1})).epsilon(1e-6));
}

TEST_CASE("a mixed image brings its weight to both of its labels") {
  for (const auto& [form, outputs] : forms) {
    const DrawnBatch batch = drawn(outputs);
    Mixture mixture;
    mixture.labels = {1, 0, 0, 1, 0, 1};
    mixture.shares = {1, 1, 1, 1, 1, 1};
    const std::vector<double> weights{3, 1, 2, 1, 1, 4};
    CHECK(loss(form, batch, {5, 1}, weights, mixture) == Approx(loss(form, batch, {5, 1}, weights)).epsilon(1e-6));
    mixture.shares = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    const DrawnBatch other{batch.logits, mixture.labels};
    CHECK(loss(form, batch, {1, 1}, weights, mixture) ==
          Approx(0.5 * loss(form, batch, {1, 1}, weights) + 0.5 * loss(form, other, {1, 1}, weights)).epsilon(1e-6));
  }
}

TEST_CASE("two batches, weighed by what their images weigh, have the loss of both in one") {
  for (const auto& [form, outputs] : forms) {
    const DrawnBatch batch = drawn(outputs);
    const std::vector<double> all{3, 1, 2, 1, 1, 4};
    const Objective objective(form, {5, 1}, at::kCPU);
    const auto part = [&](std::int64_t from, std::int64_t to) {
      const Truth truth = truth_of({batch.labels.begin() + from, batch.labels.begin() + to}, {}, at::kCPU,
                                   {all.begin() + from, all.begin() + to});
      return std::pair(objective.loss(batch.logits.slice(0, from, to), truth).item<double>(), objective.weight(truth));
    };
    const auto [first, w1] = part(0, 2);
    const auto [second, w2] = part(2, 6);
    CHECK((first * w1 + second * w2) / (w1 + w2) == Approx(loss(form, batch, {5, 1}, all)).epsilon(1e-6));
  }
}
