#include "framework/experiment.h"

namespace xp {
namespace {

struct Constant : Schedule {
  static constexpr const char* doc = "The same learning rate at every step.";

  double factor(const Moment&) const override { return 1; }
};
XP_PLUGIN("constant", Constant)

}  // namespace
}  // namespace xp
