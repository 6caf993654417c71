// What the frozen front of a network says of images, computed once for each image and variant that comes again.
#pragma once
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/images/batches.h"

namespace xp {

class FrozenFeatures {
 public:
  /// As `learner` promises; `execution` has a front.
  FrozenFeatures(Execution& execution, const Batches& batches, std::int64_t batch, double memory)
      : execution_(execution), batches_(batches), batch_(batch), memory_(memory) {}

  /// N×C×H×W, as Execution::front, of the samples as `epoch` sees them: the same bits whether they are kept or computed
  /// now, and in whatever company.
  Tensor of(const std::vector<int>& samples, int epoch);
  /// Of the samples as they are, seen in a mirror.
  Tensor of_mirrored(const std::vector<int>& samples);
  /// As Learner::expect: by it samples that come again in their epoch are told from those before.
  void expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first);
  std::size_t kept() const { return kept_.size(); }  // images and variants

 private:
  std::vector<Drawn> drawn(const std::vector<int>& samples, int epoch);
  Tensor said(const std::vector<Drawn>& samples, int view, int epoch);
  std::map<Drawn, Tensor> computed(const std::vector<Drawn>& samples, int view, int epoch);
  void keep(int view, Drawn sample, const Tensor& said);

  Execution& execution_;
  const Batches& batches_;
  std::int64_t batch_;
  double memory_;                                            // bytes that are left
  std::map<std::pair<int, Drawn>, Tensor> kept_;             // by view and sample, C×H×W
  std::deque<std::pair<std::vector<Drawn>, int>> expected_;  // with their epochs
};

}  // namespace xp
