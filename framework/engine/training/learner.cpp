#include "framework/engine/training/learner.h"

#include <utility>

#include "framework/engine/images/loader.h"
#include "framework/engine/training/frozen.h"
#include "framework/engine/training/hashes.h"
#include "framework/engine/training/mirrored.h"

namespace xp {
namespace {

class FromImages : public Learner {
 public:
  FromImages(const Network& network, Execution& execution, const Batches& batches, bool mirrors)
      : network_(network),
        execution_(execution),
        loader_(batches),
        mirrors_(mirrors),
        multiply_adds_(static_cast<double>(measure(network.net(), network.in()).multiply_adds)) {}

  Learnt learn(const std::vector<int>& samples, int epoch) override {
    const double before = loader_.waited();
    Batch batch = loader_.next(samples, epoch);
    waited_ += loader_.waited() - before;
    network_.tell("pixels", batch.images);
    return {execution_.learn(batch.images), std::move(batch.mixture), batch.pixels};
  }
  std::vector<Tensor> judge(const std::vector<int>& samples) override {
    return judged(execution_, loader_.next(samples, 0).images, mirrors_);
  }
  void expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first) override {
    loader_.expect(pieces, epoch, first);
  }
  /// A backward pass costs twice a forward one.
  Metrics speed(double images_per_second) override {
    return {{"multiply_adds_per_second", 3 * multiply_adds_ * images_per_second},
            {"wait_seconds", std::exchange(waited_, 0)}};
  }

 private:
  const Network& network_;
  Execution& execution_;
  Loader loader_;
  bool mirrors_;
  double multiply_adds_;
  double waited_ = 0;  // for images to learn from, in this epoch
};

class FromFrozenFeatures : public Learner {
 public:
  FromFrozenFeatures(const Network& network, Execution& execution, const Batches& batches, std::int64_t batch,
                     double memory, bool mirrors)
      : network_(network), execution_(execution), features_(execution, batches, batch, memory), mirrors_(mirrors) {}

  Learnt learn(const std::vector<int>& samples, int epoch) override {
    const Tensor features = features_.of(samples, epoch);
    network_.tell("features, frozen", features);
    return {execution_.learn_after(features), {}, checksum(features)};
  }
  std::vector<Tensor> judge(const std::vector<int>& samples) override {
    std::vector<Tensor> out{execution_.judge_after(features_.of(samples, 0))};
    if (mirrors_) out.push_back(execution_.judge_after(features_.of_mirrored(samples)));
    return out;
  }
  void expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first) override {
    features_.expect(pieces, epoch, first);
  }
  Metrics speed(double) override { return {}; }

 private:
  const Network& network_;
  Execution& execution_;
  FrozenFeatures features_;
  bool mirrors_;
};

}  // namespace

std::unique_ptr<Learner> learner(const Network& network, Execution& execution, const Batches& batches,
                                 std::int64_t batch, double memory, bool mirrors) {
  if (execution.has_front())
    return std::make_unique<FromFrozenFeatures>(network, execution, batches, batch, memory, mirrors);
  return std::make_unique<FromImages>(network, execution, batches, mirrors);
}

}  // namespace xp
