#include "framework/experiment.h"

namespace xp {
namespace {

struct NoClassWeight : ClassWeight {
  static constexpr const char* doc = "An error counts the same in every class.";

  std::vector<double> weights(const std::vector<std::int64_t>& counts) const override {
    return std::vector<double>(counts.size(), 1.0);
  }
};
XP_PLUGIN("none", NoClassWeight)

}  // namespace
}  // namespace xp
