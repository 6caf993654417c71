#include <numeric>

#include "framework/experiment.h"

namespace xp {
namespace {

struct NoBalance : Balance {
  static constexpr const char* doc = "Every training sample once an epoch.";

  std::vector<int> draw(const std::vector<int>& labels, Random&) const override {
    std::vector<int> all(labels.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
};
XP_PLUGIN("none", NoBalance)

}  // namespace
}  // namespace xp
