#include "framework/experiment.h"

namespace xp {
namespace {

struct Adam : Optimizer {
  static constexpr const char* doc = "A step for each weight, scaled by its recent gradients (Kingma and Ba 2015).";
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;

  static void describe(Params<Adam>& p) {
    p("beta1", &Adam::beta1, "decay of the gradient's running mean").between(0, 0.999999);
    p("beta2", &Adam::beta2, "decay of the squared gradient's running mean").between(0, 0.999999);
    p("epsilon", &Adam::epsilon, "added to the denominator").between(1e-16, 1);
  }

  UpdateRule rule() const override {
    return {.rule = UpdateRule::adam,
            .rate = rate,
            .weight_decay = weight_decay,
            .decays_kernels_only = decay == "kernels",
            .beta1 = beta1,
            .beta2 = beta2,
            .epsilon = epsilon};
  }
};
XP_PLUGIN("adam", Adam)

}  // namespace
}  // namespace xp
