#include "framework/experiment.h"

namespace xp {
namespace {

/// Keras' semantics (EarlyStopping, without a baseline): an epoch that improves on the best by more than `min_delta`
/// resets the count; any other, also one whose metric is NaN, counts. Which weights are kept is the trainer's affair.
struct EarlyStopping : Callback {
  static constexpr const char* doc = "Stops the run when a metric has not improved for some epochs.";
  std::string monitor = "val/loss";
  int patience = 5;
  double min_delta = 0;

  static void describe(Params<EarlyStopping>& p) {
    p("monitor", &EarlyStopping::monitor, "metric to watch; whether it should rise or fall follows from its score");
    p("patience", &EarlyStopping::patience, "epochs without improvement").between(0, 100000).unit("epochs");
    p("min_delta", &EarlyStopping::min_delta, "an improvement is more than this").between(0, 1000);
  }

  void train_begin() override { best_ = worst(monitor), waited_ = 0; }

  void epoch_end(const Epoch& epoch, Control& run) override {
    if (better(monitor, epoch[monitor], best_, min_delta)) {
      best_ = epoch[monitor];
      waited_ = 0;
    } else if (++waited_ >= patience && epoch.number > 1) {
      run.stop(monitor + " has not improved for " + std::to_string(waited_) + (waited_ == 1 ? " epoch" : " epochs"));
    }
  }

  std::vector<std::string> watches() const override { return {monitor}; }

 private:
  double best_ = 0;
  int waited_ = 0;
};
XP_PLUGIN("early_stopping", EarlyStopping)

}  // namespace
}  // namespace xp
