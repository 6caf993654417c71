// From a listing to tensors: every image decoded and transformed once, in threads, and kept; what augments is drawn
// anew for each epoch, keyed by (seed, view, sample), so that the number of threads does not matter.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "framework/engine/torch.h"
#include "framework/plan/plan.h"

namespace xp {

struct Unreadable {
  std::string name, why;
};

class Batches {
 public:
  /// `stop` is asked now and then by the calling thread; true ends the decoding early, with nothing usable.
  Batches(const Plan& plan, int threads, const std::function<bool()>& stop);

  /// Decodes everything; afterwards `listing()` holds what could be read. Throws Error with the whole list of what
  /// could not, unless the dataset skips such files.
  void load(const Listing& listing);
  const Listing& listing() const { return listing_; }
  const std::vector<Unreadable>& skipped() const { return skipped_; }
  bool stopped() const { return stopped_; }

  /// Which drawing of the augmentation an epoch sees: epochs of one view see the same images. 0 is that of an epoch 0
  /// and of all where nothing augments; `train.variants` are 1, 2, … in turn; else each epoch has its own.
  int view(int epoch) const;
  bool comes_again(int view) const { return view == 0 || variants_ > 0; }
  /// N×C×H×W of the samples; `epoch` > 0 augments.
  Tensor images(const std::vector<int>& samples, int epoch) const;
  std::vector<int> labels(const std::vector<int>& samples) const;

 private:
  Image prepared(const Sample& sample, std::string& why) const;
  std::optional<Image> decoded_from(const Sample& sample, std::string& why) const;
  Image finished(int sample, int view) const;

  std::shared_ptr<Dataset> dataset_;
  std::vector<std::shared_ptr<Transform>> once_, each_time_;  // split before the first that augments
  std::uint64_t seed_;
  int variants_, threads_;
  std::function<bool()> stop_;
  Listing listing_;
  std::vector<Image> images_;
  std::vector<Unreadable> skipped_;
  bool stopped_ = false;
};

/// The order of an epoch in pieces of `size`; a last piece of one joins the piece before it, since BatchNorm cannot
/// learn from a single image.
std::vector<std::vector<int>> in_batches(const std::vector<int>& samples, std::size_t size);

}  // namespace xp
