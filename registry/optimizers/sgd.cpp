#include "framework/experiment.h"

namespace xp {
namespace {

struct Sgd : Optimizer {
  static constexpr const char* doc = "Stochastic gradient descent with momentum.";
  double momentum = 0.9;
  bool nesterov = false;

  static void describe(Params<Sgd>& p) {
    p("momentum", &Sgd::momentum, "share of the last step that is kept").between(0, 0.999999);
    p("nesterov", &Sgd::nesterov, "looks ahead by the momentum before it takes the gradient");
  }

  UpdateRule rule() const override {
    if (nesterov && momentum == 0)
      throw Error("optimizer sgd.nesterov needs momentum", "set optimizer.momentum above 0, or nesterov = false");
    return {.rule = UpdateRule::sgd,
            .rate = rate,
            .weight_decay = weight_decay,
            .decays_kernels_only = decay == "kernels",
            .momentum = momentum,
            .nesterov = nesterov};
  }
};
XP_PLUGIN("sgd", Sgd)

}  // namespace
}  // namespace xp
