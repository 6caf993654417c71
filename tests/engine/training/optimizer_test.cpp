// Each rule against torch.optim: ten steps of fixtures/make.py, 200 of fixtures/recipes.py.
#include "framework/engine/training/optimizer.h"

#include <catch2/catch.hpp>

#include "tests/engine/fixtures/numbers.h"
#include "tests/engine/fixtures/recipes.h"
#include "tests/engine/training/small_problem.h"

using namespace xp;

namespace {

const std::set<std::string> features{"features.0.weight", "features.0.bias"};

UpdateRule rule(UpdateRule::Rule kind, double rate, double decay = 0, double momentum = 0) {
  UpdateRule r;
  r.rule = kind, r.rate = rate, r.weight_decay = decay, r.momentum = momentum;
  r.beta1 = 0.9, r.beta2 = 0.999, r.epsilon = 1e-8, r.smoothing = 0.9;
  return r;
}
UpdateRule shared(UpdateRule r) {
  r.features_share = 0.1, r.decays_kernels_only = true;
  return r;
}
UpdateRule smoothed(UpdateRule r, double smoothing) {
  r.smoothing = smoothing;
  return r;
}
UpdateRule nesterov(UpdateRule r) {
  r.nesterov = true;
  return r;
}

std::map<std::string, UpdateRule> rules() {
  return {{"sgd", rule(UpdateRule::sgd, 0.05)},
          {"sgd_nesterov_decay", nesterov(rule(UpdateRule::sgd, 0.02, 0.01, 0.9))},
          {"sgd_momentum_shared", shared(rule(UpdateRule::sgd, 0.02, 0.01, 0.9))},
          {"adam_decay", rule(UpdateRule::adam, 0.01, 0.01)},
          {"adam_shared", shared(rule(UpdateRule::adam, 0.01, 0.01))},
          {"adamw", rule(UpdateRule::adamw, 0.01, 0.1)},
          {"adamw_shared", shared(rule(UpdateRule::adamw, 0.01, 0.1))},
          {"rmsprop", rule(UpdateRule::rmsprop, 0.005)},
          {"rmsprop_momentum_decay", smoothed(rule(UpdateRule::rmsprop, 0.001, 0.01, 0.9), 0.95)},
          {"rmsprop_shared", smoothed(shared(rule(UpdateRule::rmsprop, 0.005, 0.01)), 0.99)}};
}

void step(Stepper& stepper, const test::SmallProblem& problem, const UpdateRule& r, int from, int to) {
  for (int t = from; t < to; ++t) {
    stepper.zero_gradients();
    problem.loss(t).backward();
    stepper.step(r.rate);
  }
}

Tensor after_200(const UpdateRule& r, at::ScalarType type) {
  const test::SmallProblem problem(type);
  Stepper stepper(r, problem.weights, features);
  step(stepper, problem, r, 0, 200);
  return problem.all();
}

/// What a file would hold.
State copied(const Stepper& stepper) {
  State state, out;
  stepper.save(state);
  for (const char* name : {"optimizer/first", "optimizer/second"})
    if (state.has(name)) out.put(name, state.tensor(name).clone());
  for (const Setting& s : state.values()) out.put(s.name, s.value);
  return out;
}

}  // namespace

TEST_CASE("SGD and Adam step as torch.optim does") {
  const auto trained = [](const UpdateRule& r) {
    const Tensor x =
        at::tensor({1.0, 2.0, -1.0, 0.5, -1.0, 3.0, 2.0, 0.0, 1.0, -1.0, 1.5, 0.5}).to(at::kFloat).view({4, 3});
    const Tensor y = at::tensor({1.0, -2.0, 0.5, 3.0}).to(at::kFloat);
    const Tensor w = at::tensor({0.1, -0.2, 0.3}).to(at::kFloat).requires_grad_();
    Stepper stepper(r, {{"w", w}});
    for (int i = 0; i < 10; ++i) {
      stepper.zero_gradients();
      (at::matmul(x, w) - y).square().mean().backward();
      stepper.step(r.rate);
    }
    return w.detach();
  };
  for (const auto& [name, r] : {std::pair{"sgd", rule(UpdateRule::sgd, 0.05)},
                                {"sgd_momentum", rule(UpdateRule::sgd, 0.05, 0, 0.9)},
                                {"sgd_nesterov_decay", nesterov(rule(UpdateRule::sgd, 0.05, 0.1, 0.9))},
                                {"adam", rule(UpdateRule::adam, 0.05)},
                                {"adam_decay", rule(UpdateRule::adam, 0.05, 0.1)}}) {
    INFO(name);
    CHECK(test::strays(trained(r), test::after_ten_steps.at(name)) < 1e-6);
  }
}

TEST_CASE("200 steps of every rule in float64 end where torch.optim's do") {
  for (const auto& [name, r] : rules()) {
    INFO(name);
    CHECK(test::strays(after_200(r, at::kDouble), test::after_200_steps.at(name).weights) < 1e-12);
  }
}

TEST_CASE("200 fused steps in float32 stray no further from float64 than torch.optim's own float32 does") {
  for (const auto& [name, r] : rules()) {
    const auto& known = test::after_200_steps.at(name);
    INFO(name << ": torch's strays by " << known.strays);
    CHECK(test::strays(after_200(r, at::kFloat), known.weights) < std::max(1e-6, 1.5 * known.strays));
  }
}

TEST_CASE("what joins later starts without moments, and what learned before goes on with its own, as in torch.optim") {
  for (const auto& [name, want] : test::joined_at_100) {
    INFO(name);
    const UpdateRule r = rules().at(name);
    for (const auto& [type, tolerance] : {std::pair{at::kDouble, 1e-12}, {at::kFloat, 1e-5}}) {
      test::SmallProblem problem(type);
      for (int i : {0, 1}) problem.weights[static_cast<std::size_t>(i)].tensor.requires_grad_(false);
      Stepper head(r, problem.head(), features);
      step(head, problem, r, 0, 100);
      for (int i : {0, 1}) problem.weights[static_cast<std::size_t>(i)].tensor.requires_grad_(true);
      Stepper all(r, problem.weights, features, &head);
      step(all, problem, r, 100, 200);
      CHECK(test::strays(problem.all(), want) < tolerance);
    }
  }
}

TEST_CASE("saved and loaded in the middle, every rule goes on to the same bits") {
  for (const auto& [name, r] : rules()) {
    INFO(name);
    const test::SmallProblem first(at::kFloat), second(at::kFloat);
    Stepper stepper(r, first.weights, features);
    step(stepper, first, r, 0, 30);
    const State state = copied(stepper);
    Stepper resumed(r, second.weights, features);
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < 4; ++i) Tensor(second.weights[i].tensor).copy_(first.weights[i].tensor);
    resumed.load(state);
    const at::AutoGradMode gradients(true);
    step(stepper, first, r, 30, 60), step(resumed, second, r, 30, 60);
    CHECK(at::equal(first.all(), second.all()));
  }
}

TEST_CASE("the norm of the gradient is LibTorch's, and the same bits from any number of threads") {
  at::manual_seed(3);
  const Tensor w = at::randn({301, 997}).requires_grad_(), b = at::randn({17}).requires_grad_();
  const Stepper stepper(rule(UpdateRule::sgd, 1), {{"w", w}, {"b", b}});
  w.grad().copy_(at::randn({301, 997})), b.grad().copy_(at::randn({17}));
  const double want = at::cat({w.grad().flatten(), b.grad()}).to(at::kDouble).norm().item<double>();
  const int before = at::get_num_threads();
  std::set<double> norms;
  for (const int threads : {1, 2, 3}) {
    at::set_num_threads(threads);
    norms.insert(stepper.gradient_norm());
  }
  at::set_num_threads(before);
  REQUIRE(norms.size() == 1);
  CHECK(*norms.begin() == Approx(want).epsilon(1e-12));
}
