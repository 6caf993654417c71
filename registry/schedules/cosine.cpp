#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Cosine : Schedule {
  static constexpr const char* doc = "Falls along half a cosine to 0 (Loshchilov and Hutter 2017, without restarts).";

  double factor(const Moment& m) const override {
    constexpr double pi = 3.141592653589793;
    return (1 + std::cos(pi * static_cast<double>(m.step) / static_cast<double>(m.steps))) / 2;
  }
};
XP_PLUGIN("cosine", Cosine)

}  // namespace
}  // namespace xp
