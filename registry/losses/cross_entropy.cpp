#include "framework/experiment.h"

namespace xp {
namespace {

struct CrossEntropy : Loss {
  static constexpr const char* doc = "-ln of the probability that softmax gives to the truth: one output a class.";

  double smoothing = 0;

  static void describe(Params<CrossEntropy>& p) {
    p("smoothing", &CrossEntropy::smoothing,
      "share of each label that is spread evenly over all classes (label smoothing, Szegedy et al. 2016)")
        .between(0, 0.999)
        .later();
  }

  LossForm form() const override { return {.form = LossForm::cross_entropy, .smoothing = smoothing}; }
};
XP_PLUGIN("cross_entropy", CrossEntropy)

}  // namespace
}  // namespace xp
