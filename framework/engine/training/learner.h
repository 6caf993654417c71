// What the loop asks of a network: what it says of samples. From their images, every time; or, where features and
// attention are frozen, from what these said of each image once.
#pragma once
#include <memory>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/images/batches.h"

namespace xp {

/// What the network said in training, and what was mixed into the images that it saw.
struct Learnt {
  Logits said;
  Mixture mixture;
  std::uint64_t pixels = 0;  // checksum of these images, or of what frozen features said of them
};

struct Learner {
  virtual ~Learner() = default;
  /// Of the samples as `epoch` sees them, in training: N×outputs, differentiable.
  virtual Learnt learn(const std::vector<int>& samples, int epoch) = 0;
  /// Of the samples as they are, in evaluation: N×outputs. Where it mirrors, a second time of what a mirror shows, its
  /// left on the right.
  virtual std::vector<Tensor> judge(const std::vector<int>& samples) = 0;
  /// What will be asked next, after all that was announced before: all pieces of an epoch in its order, from `first`
  /// on; their images are made meanwhile.
  virtual void expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first) = 0;
  /// Telemetry of the epoch that was learned at so many images a second.
  virtual Metrics speed(double images_per_second) = 0;
};

/// All are used on every call and must outlive it; `batches` may be loaded later. `memory`: bytes for what frozen
/// features say of images that are seen again; where it is full, they say it each time anew. `mirrors`: what is judged.
std::unique_ptr<Learner> learner(const Network& network, Execution& execution, const Batches& batches,
                                 std::int64_t batch, double memory, bool mirrors = false);

}  // namespace xp
