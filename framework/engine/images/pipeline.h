// A plan's transforms, in three stretches: what is done once, up to the first that augments; what is done each time;
// and what mixes images that are otherwise finished.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "framework/engine/images/drawn.h"
#include "framework/engine/images/source.h"

namespace xp {

/// But for what changes it, may be asked from many threads at once.
class Pipeline {
 public:
  Pipeline(const Plan& plan, const Room& room);

  const Listing& listing() const { return listing_; }
  void list(Listing listing) { listing_ = std::move(listing); }
  /// Of a sample that need not be listed. See ImageSource.
  bool readable(const Listing& listing, const Sample& sample, std::string& why) {
    return source_.readable(listing, sample, why);
  }

  bool augments() const;
  bool mixes() const { return !mixers_.empty(); }
  /// Places of the transforms that take numbers from the training part.
  std::vector<std::size_t> fitting() const;
  std::string name(std::size_t transform) const { return names_.at(transform); }
  /// A sample as it reaches a transform, unaugmented. Only while those before it have their numbers.
  std::shared_ptr<const Image> before(std::size_t transform, int sample);
  Transform& at(std::size_t transform) { return *transforms_.at(transform); }
  /// All have their numbers: what can be done once is, from here on.
  void settle();

  /// All but mixing; `view` 0 does not augment. Throws Error for a file that changed or vanished.
  std::shared_ptr<const Image> finished(Drawn sample, int view);
  /// Which of so many samples of a batch, of one shape, is mixed into this one, and by what. Keyed by epoch: companies
  /// change.
  struct Mix {
    std::size_t other;
    double share;
    Image image;
  };
  Mix mixed(const std::vector<std::shared_ptr<const Image>>& finished, std::size_t i, Drawn sample, int epoch) const;

 private:
  Random drawing(std::string purpose, int epoch, Drawn sample) const;
  std::shared_ptr<const Image> from(std::size_t first, std::size_t end, Drawn sample, int view);

  std::uint64_t seed_;
  std::vector<std::shared_ptr<Transform>> transforms_;
  std::vector<std::string> names_;
  std::vector<std::shared_ptr<Transform>> mixers_;
  std::size_t once_;  // of transforms_, from the first, those that the source does
  ImageSource source_;
  Listing listing_;
};

}  // namespace xp
