#include "registry/optimizers/moments.h"

namespace xp {
namespace {

struct Adam : Moments {
  static constexpr const char* doc = "A step for each weight, scaled by its recent gradients (Kingma and Ba 2015).";
  UpdateRule rule() const override { return rule_as(UpdateRule::adam); }
};
XP_PLUGIN("adam", Adam)

}  // namespace
}  // namespace xp
