#include <cmath>

#include "framework/experiment.h"

namespace xp {
namespace {

/// As Keras' TerminateOnNaN, infinities included, for any metric. The trainer does more for the loss alone: a batch's
/// objective or a val/loss that is no number ends the run FAILED, with or without this.
struct StopOnNan : Callback {
  static constexpr const char* doc = "Stops the run when a metric is no finite number.";
  std::string monitor = "train/loss";

  static void describe(Params<StopOnNan>& p) {
    p("monitor", &StopOnNan::monitor, "metrics to watch, separated by commas");
  }

  void epoch_end(const Epoch& epoch, Control& run) override {
    for (const std::string& metric : watches())
      if (const auto found = epoch.metrics.find(metric); found != epoch.metrics.end() && !std::isfinite(found->second))
        return run.stop(metric + " became " + decimal(found->second) + " in epoch " + std::to_string(epoch.number));
  }

  std::vector<std::string> watches() const override {
    std::vector<std::string> out;
    for (const std::string& name : split(monitor, ',')) {
      const std::size_t first = name.find_first_not_of(' ');
      if (first != name.npos) out.push_back(name.substr(first, name.find_last_not_of(' ') + 1 - first));
    }
    if (out.empty()) throw Error("stop_on_nan.monitor names no metric", "leave stop_on_nan out, or monitor=train/loss");
    return out;
  }
};
XP_PLUGIN("stop_on_nan", StopOnNan)

}  // namespace
}  // namespace xp
