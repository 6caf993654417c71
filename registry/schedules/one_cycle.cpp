#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

struct OneCycle : Schedule {
  static constexpr const char* doc =
      "Rises along half a cosine to optimizer.rate, then falls to almost nothing (Smith and Topin 2018), as "
      "torch.optim.lr_scheduler.OneCycleLR with two phases; the momentum stays as it is.";
  double rise = 0.3, start_divisor = 25, end_divisor = 1e4;

  static void describe(Params<OneCycle>& p) {
    p("rise", &OneCycle::rise, "share of the steps in which it rises; torch's pct_start").between(0, 1);
    p("start_divisor", &OneCycle::start_divisor, "optimizer.rate over the first rate; torch's div_factor")
        .between(1, 1e6);
    p("end_divisor", &OneCycle::end_divisor, "the first rate over the last; torch's final_div_factor").between(1, 1e12);
  }

  double factor(const Moment& m) const override {
    const auto step = static_cast<double>(m.step), steps = static_cast<double>(m.steps);
    const double first = 1 / start_divisor, last = first / end_divisor;
    const double top = rise * steps - 1, end = steps - 1;  // the steps at which it is highest and lowest
    if (step <= top) return between(first, 1, top > 0 ? step / top : 1);
    return between(1, last, end > top ? (step - top) / (end - top) : 1);
  }

 private:
  static double between(double from, double to, double share) {
    constexpr double pi = 3.141592653589793;
    return to + (from - to) / 2 * (1 + std::cos(pi * share));
  }
};
XP_PLUGIN("one_cycle", OneCycle)

}  // namespace
}  // namespace xp
