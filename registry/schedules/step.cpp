#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Step : Schedule {
  static constexpr const char* doc = "Falls by a factor every so many epochs.";
  int every = 10;
  double gamma = 0.1;

  static void describe(Params<Step>& p) {
    p("every", &Step::every, "epochs between two falls").between(1, 100000).unit("epochs");
    p("gamma", &Step::gamma, "what the rate is multiplied by at each").between(0, 1);
  }

  double factor(const Moment& m) const override {
    return std::pow(gamma, static_cast<double>(m.step / (m.per_epoch * every)));
  }
};
XP_PLUGIN("step", Step)

}  // namespace
}  // namespace xp
