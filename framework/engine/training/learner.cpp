#include "framework/engine/training/learner.h"

#include "framework/engine/training/frozen.h"

namespace xp {
namespace {

class FromImages : public Learner {
 public:
  FromImages(const Network& network, Execution& execution, const Batches& batches)
      : execution_(execution),
        batches_(batches),
        multiply_adds_(static_cast<double>(measure(network.net(), network.in()).multiply_adds)) {}

  Logits learn(const std::vector<int>& samples, int epoch) override {
    return execution_.learn(batches_.images(samples, epoch));
  }
  Tensor judge(const std::vector<int>& samples) override { return execution_.judge(batches_.images(samples, 0)); }
  /// A backward pass costs twice a forward one.
  Metrics speed(double images_per_second) const override {
    return {{"multiply_adds_per_second", 3 * multiply_adds_ * images_per_second}};
  }

 private:
  Execution& execution_;
  const Batches& batches_;
  double multiply_adds_;
};

class FromFrozenFeatures : public Learner {
 public:
  FromFrozenFeatures(Execution& execution, const Batches& batches, std::int64_t batch, double memory)
      : execution_(execution), features_(execution, batches, batch, memory) {}

  Logits learn(const std::vector<int>& samples, int epoch) override {
    return execution_.learn_after(features_.of(samples, epoch));
  }
  Tensor judge(const std::vector<int>& samples) override { return execution_.judge_after(features_.of(samples, 0)); }
  Metrics speed(double) const override { return {}; }

 private:
  Execution& execution_;
  FrozenFeatures features_;
};

}  // namespace

std::unique_ptr<Learner> learner(const Network& network, Execution& execution, const Batches& batches,
                                 std::int64_t batch, double memory) {
  if (execution.has_front()) return std::make_unique<FromFrozenFeatures>(execution, batches, batch, memory);
  return std::make_unique<FromImages>(network, execution, batches);
}

}  // namespace xp
