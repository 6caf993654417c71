#include "framework/experiment.h"

namespace xp {
namespace {

struct NoAttention : Attention {
  static constexpr const char* doc = "The backbone's feature map as it is.";

  Net net(int) const override { return identity; }
};
XP_PLUGIN("none", NoAttention)

}  // namespace
}  // namespace xp
