#include "framework/engine/training/range_test.h"

#include <cmath>
#include <limits>

#include "framework/engine/training/trainer.h"

namespace xp {
namespace {

/// The plan, with the lowest rate and nothing that would move it.
Plan with_free_rate(Plan plan, double lowest) {
  set(plan.plugins.at(Kind::optimizer).at(0).settings, "rate", lowest);
  plan.plugins[Kind::schedule] = {Registry::global().complete(Kind::schedule, Choice("constant"))};
  plan.plugins[Kind::callback] = {};
  set(plan.train, "unfreeze", "");
  return plan;
}

/// Keeps nothing.
struct Asks : Recorder {
  explicit Asks(const std::function<bool()>& stop) : stop(stop) {}
  void prepared(const Prepared&) override {}
  void step(const StepReport&) override {}
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string&) override {}
  bool interrupted() override { return stop(); }
  const std::function<bool()>& stop;
};

/// The exponential mean of the last ten or so losses, free of its start (Kingma and Ba 2015, section 3).
class Recent {
 public:
  double add(double loss) {
    sum_ = 0.9 * sum_ + 0.1 * loss, weight_ = 0.9 * weight_ + 0.1;
    return sum_ / weight_;
  }

 private:
  double sum_ = 0, weight_ = 0;
};

}  // namespace

/// With train.accumulate, a loss is the mean over the batches of an update.
std::vector<RateTried> Trainer::try_rates(const RateRange& range) {
  std::vector<RateTried> out;
  const double factor = std::pow(range.highest / range.lowest, 1.0 / (range.updates - 1));
  double rate = range.lowest, loss = 0, least = std::numeric_limits<double>::infinity();
  int batches = 0;  // of this update
  Recent recent;
  if (!prepare()) return out;
  for (int epoch = 1;; ++epoch) {
    const auto pieces = in_batches(order(epoch), static_cast<std::size_t>(train_.batch));
    learner_->expect(pieces, epoch, 0);
    updater_.enter(epoch, static_cast<std::int64_t>(pieces.size()), 0);
    for (const std::vector<int>& piece : pieces) {
      if (recorder_.interrupted()) throw Error("interrupted while rates were tried", "", Exit::interrupted);
      const Updater::Done done = step(piece, epoch);
      loss += done.objective, ++batches;
      if (std::isfinite(done.objective) && std::isnan(done.gradient_norm)) continue;
      out.push_back({rate, loss / batches});
      const double now = recent.add(out.back().loss);
      least = std::min(least, now);
      if (static_cast<int>(out.size()) == range.updates || !(now <= 4 * least)) return out;
      updater_.scale_rate(factor, 0);
      rate *= factor, loss = 0, batches = 0;
    }
    seen_.clear();
  }
}

std::vector<RateTried> rates_tried(const Plan& plan, const Placement& placement, const RateRange& range,
                                   const std::function<bool()>& stop) {
  const Plan free = with_free_rate(plan, range.lowest);
  Asks asks(stop);
  std::vector<RateTried> out = Trainer(free, placement, asks).try_rates(range);
  if (out.empty() && stop()) throw Error("interrupted while images were read", "", Exit::interrupted);
  return out;
}

}  // namespace xp
