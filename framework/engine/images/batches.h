// From a listing to tensors. What augments is drawn anew for each epoch from generators keyed by seed, purpose, view,
// sample and how often it came before, so that the number of threads changes no bit.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "framework/engine/images/drawn.h"
#include "framework/engine/images/source.h"
#include "framework/engine/images/workers.h"
#include "framework/engine/torch.h"
#include "framework/plan/plan.h"

namespace xp {

struct Unreadable {
  std::string name, why;
};

/// What was mixed into the images of a batch: of each, the other's label and the share that stays its own. Both empty
/// where nothing mixes.
struct Mixture {
  std::vector<int> labels;
  std::vector<double> shares;
};

struct Batch {
  Tensor images;  // N×C×H×W
  Mixture mixture;
  std::uint64_t pixels = 0;  // checksum of the images, in their order
};

class Pipeline;
class BatchInTheMaking;

class Batches {
 public:
  /// `threads` > 0. `stop` is asked now and then by the calling thread; true ends `load` or `fit` early, with nothing
  /// usable.
  Batches(const Plan& plan, int threads, const std::function<bool()>& stop, const Room& room = room_of_this_machine());
  ~Batches();
  Batches(Batches&&) noexcept;

  /// Decodes everything; afterwards `listing()` holds what could be read. Throws Error with the whole list of what
  /// could not, unless the dataset skips such files.
  void load(const Listing& listing);
  const Listing& listing() const;
  const std::vector<Unreadable>& skipped() const { return skipped_; }
  bool stopped() const { return stopped_; }

  /// For transforms that take numbers from the training part: in their order, each shown the images as they are before
  /// it, unaugmented, a few at a time. Before the first batch.
  void fit(const std::vector<int>& training);
  bool fits() const;
  /// The numbers of each transform of the plan that takes any, in order; `use` gives them back. Throws Error where they
  /// are not of so many transforms.
  const std::vector<std::vector<double>>& fitted() const { return fitted_; }
  void use(const std::vector<std::vector<double>>& fitted);

  /// Which drawing of the augmentation an epoch sees: epochs of one view see the same images. 0 is that of an epoch 0
  /// and of all where nothing augments; `train.variants` are 1, 2, … in turn; else each epoch has its own.
  int view(int epoch) const;
  bool comes_again(int view) const { return view == 0 || variants_ > 0; }

  /// The samples, not none, as an epoch sees them; `epoch` > 0 augments and mixes. Throws what a thread threw.
  Batch batch(const std::vector<int>& samples, int epoch) const;
  Tensor images(const std::vector<int>& samples, int epoch) const { return batch(samples, epoch).images; }
  std::vector<int> labels(const std::vector<int>& samples) const;
  /// Others from now on, one a listed sample.
  void relabel(const std::vector<int>& labels);

  /// `batch` in two: begun in other threads, and waited for. One that is let go is not finished.
  std::shared_ptr<BatchInTheMaking> begin(const std::vector<Drawn>& samples, int epoch) const;
  static Batch finish(BatchInTheMaking& begun);

 private:
  std::shared_ptr<Pipeline> pipeline_;
  int variants_, threads_;
  std::function<bool()> stop_;
  std::vector<Unreadable> skipped_;
  std::vector<std::vector<double>> fitted_;
  bool stopped_ = false;
  std::unique_ptr<LoaderThreads> workers_;  // last: they work for all of the above
};

/// The order of an epoch in pieces of `size`; a last piece of one joins the piece before it, since BatchNorm cannot
/// learn from a single image.
std::vector<std::vector<int>> in_batches(const std::vector<int>& samples, std::size_t size);

}  // namespace xp
