#include "framework/experiment.h"

namespace xp {
namespace {

struct AdamW : Optimizer {
  static constexpr const char* doc =
      "Adam whose weight decay is no part of the gradient: each step takes the share rate · weight_decay off the "
      "weights (Loshchilov and Hutter 2019).";
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  AdamW() { weight_decay = 0.01; }

  static void describe(Params<AdamW>& p) {
    p("beta1", &AdamW::beta1, "decay of the gradient's running mean").between(0, 0.999999);
    p("beta2", &AdamW::beta2, "decay of the squared gradient's running mean").between(0, 0.999999);
    p("epsilon", &AdamW::epsilon, "added to the denominator").between(1e-16, 1);
  }

  UpdateRule rule() const override {
    return {.rule = UpdateRule::adamw,
            .rate = rate,
            .weight_decay = weight_decay,
            .decays_kernels_only = decay == "kernels",
            .beta1 = beta1,
            .beta2 = beta2,
            .epsilon = epsilon};
  }
};
XP_PLUGIN("adamw", AdamW)

}  // namespace
}  // namespace xp
