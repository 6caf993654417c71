#include "registry/callbacks/remembered.h"

namespace xp {
namespace {

/// Keras' semantics (ReduceLROnPlateau): after a reduction `cooldown` epochs are not counted as waiting, the last of
/// them excepted, though an improvement in them counts; a metric that is NaN is no improvement.
struct ReduceRateOnPlateau : Callback {
  static constexpr const char* doc = "Lowers the learning rate when a metric has not improved for some epochs.";
  std::string monitor = "val/loss";
  double factor = 0.1, min_delta = 1e-4, min_rate = 0;
  int patience = 10, cooldown = 0;

  static void describe(Params<ReduceRateOnPlateau>& p) {
    using Self = ReduceRateOnPlateau;
    p("monitor", &Self::monitor, "metric to watch; whether it should rise or fall follows from its score");
    p("factor", &Self::factor, "what the rate is multiplied by").between(0, 0.999999);
    p("patience", &Self::patience, "epochs without improvement").between(0, 100000).unit("epochs");
    p("min_delta", &Self::min_delta, "an improvement is more than this").between(0, 1000);
    p("cooldown", &Self::cooldown, "epochs after a reduction before waiting starts again")
        .between(0, 100000)
        .unit("epochs");
    p("min_rate", &Self::min_rate, "the rate is not lowered below this").between(0, 100);
  }

  void train_begin() override { best_ = worst(monitor), waited_ = resting_ = 0; }

  void epoch_end(const Epoch& epoch, Control& run) override {
    if (resting_ > 0) --resting_, waited_ = 0;
    if (better(monitor, epoch[monitor], best_, min_delta)) {
      best_ = epoch[monitor];
      waited_ = 0;
    } else if (resting_ == 0 && ++waited_ >= patience) {
      run.scale_rate(factor, min_rate);
      resting_ = cooldown;
      waited_ = 0;
    }
  }

  std::vector<std::string> watches() const override { return {monitor}; }
  Settings state() const override { return {{"best", best_}, {"waited", waited_}, {"resting", resting_}}; }
  void restore(const Settings& state) override {
    best_ = remembered<double>(state, "best");
    waited_ = static_cast<int>(remembered<std::int64_t>(state, "waited"));
    resting_ = static_cast<int>(remembered<std::int64_t>(state, "resting"));
  }

 private:
  double best_ = 0;
  int waited_ = 0, resting_ = 0;
};
XP_PLUGIN("reduce_rate_on_plateau", ReduceRateOnPlateau)

}  // namespace
}  // namespace xp
