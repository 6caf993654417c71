// What the loop asks of a network: what it says of samples. From their images, every time; or, where features and
// attention are frozen, from what these said of each image once.
#pragma once
#include <memory>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/images/batches.h"

namespace xp {

struct Learner {
  virtual ~Learner() = default;
  /// Of the samples as `epoch` sees them, in training: N×outputs, differentiable.
  virtual Logits learn(const std::vector<int>& samples, int epoch) = 0;
  /// Of the samples as they are, in evaluation: N×outputs.
  virtual Tensor judge(const std::vector<int>& samples) = 0;
  /// Telemetry of learning from so many images a second that says something of other runs too.
  virtual Metrics speed(double images_per_second) const = 0;
};

/// All are used on every call and must outlive it; `batches` may be loaded later. `memory`: bytes for what frozen
/// features say of images that are seen again; where it is full, they say it each time anew.
std::unique_ptr<Learner> learner(const Network& network, Execution& execution, const Batches& batches,
                                 std::int64_t batch, double memory);

}  // namespace xp
