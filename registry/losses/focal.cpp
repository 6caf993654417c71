#include "framework/experiment.h"

namespace xp {
namespace {

struct Focal : Loss {
  static constexpr const char* doc =
      "Cross-entropy in which what is already told well counts less: (1 - p)^gamma times it (Lin et al. 2017).";
  double gamma = 2;

  static void describe(Params<Focal>& p) {
    p("gamma", &Focal::gamma, "how fast a truth's weight falls with its probability p; 0: cross_entropy")
        .between(0, 10);
  }

  LossForm form() const override { return {.form = LossForm::focal, .focus = gamma}; }
};
XP_PLUGIN("focal", Focal)

}  // namespace
}  // namespace xp
