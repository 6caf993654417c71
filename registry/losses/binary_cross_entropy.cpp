#include "framework/experiment.h"

namespace xp {
namespace {

struct BinaryCrossEntropy : Loss {
  static constexpr const char* doc =
      "Cross-entropy of one sigmoid output, the probability of the second of two classes.";

  double smoothing = 0;

  static void describe(Params<BinaryCrossEntropy>& p) {
    p("smoothing", &BinaryCrossEntropy::smoothing,
      "share of each label that is spread evenly over both classes (label smoothing, Szegedy et al. 2016)")
        .between(0, 0.999)
        .later();
  }

  LossForm form() const override { return {.form = LossForm::binary_cross_entropy, .smoothing = smoothing}; }

  int outputs(int classes) const override {
    if (classes != 2)
      throw Error("loss binary_cross_entropy tells two classes apart, not " + std::to_string(classes),
                  "take loss cross_entropy");
    return 1;
  }
};
XP_PLUGIN("binary_cross_entropy", BinaryCrossEntropy)

}  // namespace
}  // namespace xp
