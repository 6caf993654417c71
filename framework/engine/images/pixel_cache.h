// Images on the disk, between runs and for those that memory cannot hold: a file each, named by what it was made from.
#pragma once
#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "framework/data/image.h"

namespace xp {

/// Any number of processes and threads may read and write: an entry is renamed into place whole, and one that is
/// damaged does not count and is removed. Nothing here throws: a full disk or a folder that cannot be written to costs
/// no more than time. Readable by their owner alone: they are patients' images.
class PixelCache {
 public:
  /// `most`: bytes that all entries together may take; 0: there is no cache.
  PixelCache(std::string folder, double most);

  /// Bit for bit what was kept. `key`: hex digits.
  std::optional<Image> find(const std::string& key) const;
  bool holds(const std::string& key) const;
  /// Beyond `most` the entries used longest ago go, but none that was used since this object was made: a set that does
  /// not fit would else push out its own beginning, and nothing would ever be found.
  void keep(const std::string& key, const Image& image);

 private:
  std::string place(const std::string& key) const;
  void make_room();

  std::string folder_;
  double most_, begun_;  // begun_: seconds of the file system's clock
  std::mutex mutex_;
  std::optional<double> used_;  // bytes; empty: not looked yet
  std::atomic<bool> full_{false};
};

}  // namespace xp
