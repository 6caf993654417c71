#include "framework/experiment.h"

namespace xp {
namespace {

struct BinaryCrossEntropy : Loss {
  static constexpr const char* doc =
      "Cross-entropy of one sigmoid output, the probability of the second of two classes.";

  LossForm form() const override { return {LossForm::binary_cross_entropy}; }

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
