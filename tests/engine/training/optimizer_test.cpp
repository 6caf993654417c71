// Ten steps of each rule against torch.optim; fixtures/make.py wrote the numbers.
#include "framework/engine/training/optimizer.h"

#include <catch2/catch.hpp>

#include "tests/engine/fixtures/numbers.h"

using namespace xp;

namespace {

std::vector<double> trained(const UpdateRule& rule) {
  const Tensor x =
      at::tensor({1.0, 2.0, -1.0, 0.5, -1.0, 3.0, 2.0, 0.0, 1.0, -1.0, 1.5, 0.5}).to(at::kFloat).view({4, 3});
  const Tensor y = at::tensor({1.0, -2.0, 0.5, 3.0}).to(at::kFloat);
  Tensor w = at::tensor({0.1, -0.2, 0.3}).to(at::kFloat);
  w.requires_grad_();
  Stepper stepper(rule, {{"w", w}});
  for (int i = 0; i < 10; ++i) {
    stepper.zero_gradients();
    (at::matmul(x, w) - y).square().mean().backward();
    stepper.step(rule.rate);
  }
  const Tensor out = w.detach().to(at::kDouble);
  return {out.data_ptr<double>(), out.data_ptr<double>() + 3};
}

UpdateRule sgd(double momentum, bool nesterov, double decay) {
  UpdateRule r;
  r.rule = UpdateRule::sgd, r.rate = 0.05, r.momentum = momentum, r.nesterov = nesterov, r.weight_decay = decay;
  return r;
}
UpdateRule adam(double decay) {
  UpdateRule r;
  r.rule = UpdateRule::adam, r.rate = 0.05, r.beta1 = 0.9, r.beta2 = 0.999, r.epsilon = 1e-8, r.weight_decay = decay;
  return r;
}

}  // namespace

TEST_CASE("SGD and Adam step as torch.optim does") {
  for (const auto& [name, rule] : {std::pair{"sgd", sgd(0, false, 0)},
                                   {"sgd_momentum", sgd(0.9, false, 0)},
                                   {"sgd_nesterov_decay", sgd(0.9, true, 0.1)},
                                   {"adam", adam(0)},
                                   {"adam_decay", adam(0.1)}}) {
    INFO(name);
    const auto got = trained(rule), want = test::after_ten_steps.at(name);
    for (std::size_t i = 0; i < 3; ++i) CHECK(got[i] == Approx(want[i]).epsilon(1e-6));
  }
}
