#include <numeric>

#include "framework/experiment.h"

namespace xp {
namespace {

/// Vaswani et al., "Attention is all you need", NeurIPS 2017, between the positions of a map (as Wang, Girshick, Gupta,
/// He, "Non-local neural networks", CVPR 2018, without the encoding of where they are).
struct SelfAttention : Attention {
  static constexpr const char* doc = "Adds to each position what it gathers from all others (Vaswani et al. 2017).";
  int heads = 8;

  static void describe(Params<SelfAttention>& p) {
    p("heads", &SelfAttention::heads, "parts that the channels are divided into; the greatest common divisor with them")
        .between(1, 256);
  }

  /// 4·C² weights and 4·C biases. Time and memory grow with the square of the number of positions.
  Net net(int c) const override {
    const auto projected = [](int out) { return conv(out, 1).bias().drawn(Init::glorot); };
    return sum({identity, seq({projected(3 * c), multi_head(std::gcd(heads, c)), projected(c)})});
  }
};
XP_PLUGIN("self_attention", SelfAttention)

}  // namespace
}  // namespace xp
