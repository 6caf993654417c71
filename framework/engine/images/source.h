// Samples as images, before anything is drawn at random: decoded, transformed, and kept, so that it happens once.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "framework/engine/images/pixel_cache.h"
#include "framework/plan/plan.h"

namespace xp {

/// Bytes that decoded images may take. What fits nowhere is decoded again each time; no number depends on it.
struct Room {
  double memory = 0, disk = 0;
};
/// XP_CACHE_MEMORY and XP_CACHE_DISK, in MiB; else a quarter of the free memory, and 10 GiB of the disk of the cache
/// folder, but at most a tenth of what is free there. Throws Error on a variable that is no number.
Room room_of_this_machine();

/// May be asked from many threads at once, but for `then`.
class ImageSource {
 public:
  /// `once`: how many of the plan's transforms, from the first, are applied here.
  ImageSource(const Plan& plan, std::vector<std::shared_ptr<Transform>> transforms, std::size_t once, const Room& room);

  /// Null for a file that is no image, `why` then tells. Throws Error for one that is not what its SHA-256 says.
  std::shared_ptr<const Image> image(const Listing& listing, const Sample& sample, std::string& why);
  /// Whether there is an image, and keeps it where there is room.
  bool readable(const Listing& listing, const Sample& sample, std::string& why);
  /// From now on one more transform is applied here, the next of the plan's; to what is kept too.
  void then(const Transform& transform);

 private:
  std::string key(const Listing& listing, const Sample& sample) const;
  std::optional<Image> made(const Listing& listing, const Sample& sample, std::string& why) const;
  std::optional<Image> decoded(const Listing& listing, const Sample& sample, std::string& why) const;
  void keep(const std::string& key, const std::shared_ptr<const Image>& image);
  bool room_left();

  std::shared_ptr<Dataset> dataset_;
  std::vector<std::shared_ptr<Transform>> once_;
  std::vector<const Transform*> then_;
  std::string recipe_;  // what, beside the sample, makes the pixels
  PixelCache disk_;
  std::mutex mutex_;
  double memory_;  // bytes that are left
  std::unordered_map<std::string, std::shared_ptr<const Image>> kept_;
};

}  // namespace xp
