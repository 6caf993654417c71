// Batches made ahead of the training, in the threads of `Batches`.
#pragma once
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "framework/engine/images/batches.h"

namespace xp {

class Loader {
 public:
  /// `batches` must outlive it. At most `ahead` batches are in the making or wait to be taken.
  explicit Loader(const Batches& batches, std::size_t ahead = 3) : batches_(batches), ahead_(ahead) {}

  /// What will be asked for after all that was announced before: all pieces of an epoch, in its order.
  /// Only those from `first` on will be.
  void expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first = 0);
  /// As Batches::batch. What was expected before it is forgotten; what never was is made now.
  Batch next(const std::vector<int>& samples, int epoch);
  /// Seconds that `next` took so far.
  double waited() const { return waited_; }

 private:
  void top_up();

  const Batches& batches_;
  std::size_t ahead_;
  std::deque<std::pair<std::vector<Drawn>, int>> expected_;
  std::deque<std::shared_ptr<BatchInTheMaking>> begun_;
  double waited_ = 0;
};

}  // namespace xp
