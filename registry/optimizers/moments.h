// What Adam and AdamW share: two running means of the gradient. They differ in where the weights decay.
#pragma once
#include "framework/experiment.h"

namespace xp {

struct Moments : Optimizer {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;

  template <class P>
  static void describe(Params<P>& p) {
    p("beta1", &Moments::beta1, "decay of the gradient's running mean").between(0, 0.999999);
    p("beta2", &Moments::beta2, "decay of the squared gradient's running mean").between(0, 0.999999);
    p("epsilon", &Moments::epsilon, "added to the denominator").between(1e-16, 1);
  }

  UpdateRule rule_as(UpdateRule::Rule rule) const {
    return {.rule = rule,
            .rate = rate,
            .weight_decay = weight_decay,
            .decays_kernels_only = decay == "kernels",
            .beta1 = beta1,
            .beta2 = beta2,
            .epsilon = epsilon};
  }
};

}  // namespace xp
