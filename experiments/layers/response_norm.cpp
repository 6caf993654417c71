// Global response normalisation (Woo et al. 2023, ConvNeXt V2, section 3): channels compete by their norms over all
// positions. y = γ·(x·n) + β + x with n_c = ‖x_c‖ / mean over channels of ‖x_c‖; γ and β are learned and start at 0, so
// that a new layer changes nothing.
#include "framework/engine/custom.h"

namespace {

/// weights: gamma and beta, C each.
xp::Tensor response_norm(const xp::CustomInput& in) {
  const xp::Tensor norm = (in.x * in.x).sum({2, 3}, true).add(1e-12).sqrt();  // N×C×1×1
  const xp::Tensor share = norm / (norm.mean(1, true) + 1e-6);
  const xp::Tensor gamma = in.weights[0].view({1, -1, 1, 1}), beta = in.weights[1].view({1, -1, 1, 1});
  return gamma * (in.x * share) + beta + in.x;
}

}  // namespace

XP_CUSTOM_LAYER("response_norm", response_norm)
