#include <cmath>
#include <numeric>

#include "framework/experiment.h"

namespace xp {
namespace {

struct EffectiveNumberClassWeight : ClassWeight {
  static constexpr const char* doc =
      "Inverse to the effective number of samples, (1 − βⁿ) / (1 − β) (Cui et al. 2019): samples that add little new "
      "count less.";
  double beta = 0.999;

  static void describe(Params<EffectiveNumberClassWeight>& p) {
    p("beta", &EffectiveNumberClassWeight::beta,
      "0 weighs every class alike, towards 1 they come to weigh as in balanced")
        .between(0, 0.999999);
  }

  /// (1 − β) / (1 − βⁿ), scaled so that their sum is the number of classes, as the paper has it. A class without a
  /// training sample weighs 0 and is not counted among the classes.
  std::vector<double> weights(const std::vector<std::int64_t>& counts) const override {
    std::vector<double> out;
    double present = 0;
    for (const std::int64_t n : counts) {
      present += n > 0;
      out.push_back(n > 0 ? 1 / (1 - std::pow(beta, static_cast<double>(n))) : 0);
    }
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double& weight : out) weight *= present / sum;
    return out;
  }
};
XP_PLUGIN("effective_number", EffectiveNumberClassWeight)

}  // namespace
}  // namespace xp
