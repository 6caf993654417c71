#include "framework/experiment.h"

namespace xp {
namespace {

struct BalancedClassWeight : ClassWeight {
  static constexpr const char* doc = "Every class weighs the same in sum: n / (classes · n of the class).";

  /// As scikit-learn's compute_class_weight("balanced"). A class without a training sample weighs 0 and is not counted
  /// among the classes.
  std::vector<double> weights(const std::vector<std::int64_t>& counts) const override {
    std::int64_t all = 0, present = 0;
    for (const std::int64_t n : counts) all += n, present += n > 0;
    std::vector<double> out;
    for (const std::int64_t n : counts)
      out.push_back(n ? static_cast<double>(all) / static_cast<double>(present * n) : 0);
    return out;
  }
};
XP_PLUGIN("balanced", BalancedClassWeight)

}  // namespace
}  // namespace xp
