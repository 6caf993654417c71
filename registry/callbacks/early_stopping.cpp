#include <cmath>
#include <optional>

#include "registry/callbacks/remembered.h"

namespace xp {
namespace {

/// Keras' semantics (EarlyStopping of Keras 3): an epoch better than the best by more than `min_delta` becomes the best
/// and resets the count, with a baseline only if it is better than that by as much; any other counts, also one whose
/// metric is NaN, and stops the run once the count reaches `patience`, though never in the first epoch. Epochs up to
/// `start_from_epoch` are not looked at. Which weights are kept is the trainer's affair.
struct EarlyStopping : Callback {
  static constexpr const char* doc = "Stops the run when a metric has not improved for some epochs.";
  std::string monitor = "val/loss", baseline;
  int patience = 5, start_from_epoch = 0;
  double min_delta = 0;

  static void describe(Params<EarlyStopping>& p) {
    using Self = EarlyStopping;
    p("monitor", &Self::monitor, "metric to watch; whether it should rise or fall follows from its score");
    p("patience", &Self::patience, "epochs without improvement").between(0, 100000).unit("epochs");
    p("min_delta", &Self::min_delta, "an improvement is more than this").between(0, 1000);
    p("baseline", &Self::baseline,
      "a value that the metric must beat for the count to begin anew; short of it epochs that improve count too, but "
      "only one that does not improve ends the run, as in Keras; none: every improvement begins it anew")
        .later();
    p("start_from_epoch", &Self::start_from_epoch, "the first so many epochs are not looked at")
        .between(0, 100000)
        .unit("epochs")
        .later();
  }

  void train_begin() override { best_ = worst(monitor), waited_ = 0; }

  void epoch_end(const Epoch& epoch, Control& run) override {
    if (epoch.number <= start_from_epoch) return;
    ++waited_;
    if (better(monitor, epoch[monitor], best_, min_delta)) {
      best_ = epoch[monitor];
      if (beats_baseline(best_)) waited_ = 0;
    } else if (waited_ >= patience && epoch.number > 1) {
      run.stop(why());
    }
  }

  std::vector<std::string> watches() const override {
    beats_baseline(0);
    return {monitor};
  }
  Settings state() const override { return {{"best", best_}, {"waited", waited_}}; }
  void restore(const Settings& state) override {
    best_ = remembered<double>(state, "best");
    waited_ = static_cast<int>(remembered<std::int64_t>(state, "waited"));
  }

 private:
  bool beats_baseline(double value) const { return baseline.empty() || better(monitor, value, to_beat(), min_delta); }

  /// All scores lie above 0, and those that should rise at 1 at most.
  double to_beat() const {
    const std::string is = "early_stopping.baseline = " + baseline;
    const Value value = Value::parse(baseline);
    const double number = value.get<std::int64_t>() ? static_cast<double>(*value.get<std::int64_t>())
                          : value.get<double>()     ? *value.get<double>()
                                                    : std::nan("");
    if (!std::isfinite(number))
      throw Error(is + " is no number that an epoch could beat", "a value of " + monitor + ", or none");
    if (!better(monitor, worst(monitor) > 0 ? 0 : 1, number, min_delta))
      throw Error(is + ": no " + monitor + " is better than that by more than min_delta",
                  "a value that can be beaten, or none");
    return number;
  }

  std::string why() const {
    const std::string epochs = std::to_string(waited_) + (waited_ == 1 ? " epoch" : " epochs");
    if (beats_baseline(best_)) return monitor + " has not improved for " + epochs;
    return monitor + " has not been better than its baseline, " + baseline + ", for " + epochs;
  }

  double best_ = 0;
  int waited_ = 0;
};
XP_PLUGIN("early_stopping", EarlyStopping)

}  // namespace
}  // namespace xp
