#include "framework/experiment.h"

namespace xp {
namespace {

struct CrossEntropy : Loss {
  static constexpr const char* doc = "-ln of the probability that softmax gives to the truth: one output a class.";

  LossForm form() const override { return {LossForm::cross_entropy}; }
};
XP_PLUGIN("cross_entropy", CrossEntropy)

}  // namespace
}  // namespace xp
