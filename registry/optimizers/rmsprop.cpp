#include "framework/experiment.h"

namespace xp {
namespace {

struct RmsProp : Optimizer {
  static constexpr const char* doc =
      "A step for each weight, divided by the root of its recent squared gradients (Hinton's lecture of 2012), as "
      "torch.optim.RMSprop, not centred.";
  double smoothing = 0.99, momentum = 0, epsilon = 1e-8;

  static void describe(Params<RmsProp>& p) {
    p("smoothing", &RmsProp::smoothing, "share of the mean square that stays; torch's alpha, Keras' rho is 0.9")
        .between(0, 0.999999);
    p("momentum", &RmsProp::momentum, "share of the last step that is kept").between(0, 0.999999);
    p("epsilon", &RmsProp::epsilon, "added to the denominator").between(1e-16, 1);
  }

  UpdateRule rule() const override {
    return {.rule = UpdateRule::rmsprop,
            .rate = rate,
            .weight_decay = weight_decay,
            .decays_kernels_only = decay == "kernels",
            .momentum = momentum,
            .epsilon = epsilon,
            .smoothing = smoothing};
  }
};
XP_PLUGIN("rmsprop", RmsProp)

}  // namespace
}  // namespace xp
