#include "registry/optimizers/moments.h"

namespace xp {
namespace {

struct AdamW : Moments {
  static constexpr const char* doc =
      "Adam whose weight decay is no part of the gradient: each step takes the share rate · weight_decay off the "
      "weights (Loshchilov and Hutter 2019).";
  AdamW() { weight_decay = 0.01; }

  template <class P>
  static void common(Params<P>& p) {
    Optimizer::common(p);
    for (auto& entry : p.entries)
      if (entry.param.name == "weight_decay")
        entry.param.doc =
            "rate · weight_decay is the share of the weights that each step takes off, as in Keras' AdamW";
  }

  UpdateRule rule() const override { return rule_as(UpdateRule::adamw); }
};
XP_PLUGIN("adamw", AdamW)

}  // namespace
}  // namespace xp
