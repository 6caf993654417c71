#include "registry/callbacks/remembered.h"

namespace xp {
namespace {

/// Looks one epoch ahead: it expects the next to take as long as the last, so that a run ends within its time unless an
/// epoch takes longer than the one before. The first epoch is always run. Scoring the test set comes on top.
struct TimeBudget : Callback {
  static constexpr const char* doc = "Stops the run before an epoch that would end beyond its time.";
  double minutes = 60;

  static void describe(Params<TimeBudget>& p) {
    p("minutes", &TimeBudget::minutes, "of training, those before it was resumed included")
        .between(0.001, 1e6)
        .unit("minutes");
  }

  void train_begin() override { before_ = 0; }

  void epoch_end(const Epoch&, Control& run) override {
    const double now = run.seconds(), last = now - before_, left = 60 * minutes - now;
    before_ = now;
    if (last > left)
      run.stop(left > 0 ? duration(left) + " are left of " + text() + ", and the last epoch took " + duration(last)
                        : "the time of " + text() + " is used up");
  }

  Settings state() const override { return {{"before", before_}}; }
  void restore(const Settings& state) override { before_ = remembered<double>(state, "before"); }

 private:
  std::string text() const { return Value(minutes).text() + (minutes == 1 ? " minute" : " minutes"); }

  double before_ = 0;  // seconds, at the end of the last epoch
};
XP_PLUGIN("time_budget", TimeBudget)

}  // namespace
}  // namespace xp
