// What is seen of one image, and kept: its facts, and what it is compared with others by.
#pragma once
#include <optional>
#include <string>

#include "framework/engine/images/likeness.h"

namespace xp {

struct Seen {
  Look look;
  Signature signature;  // empty for what cannot be read
};

/// All but what its file alone knows: `bytes`, `channels`, `bits`, `device`.
Seen seen(const Image& image);

/// A small file under the cache folder, by what the image is (content of its sample). Any number of processes may read
/// and write: an entry is renamed into place whole, and one that is damaged or of another version does not count.
/// Neither function throws; a full disk costs no more than time. Entries hold a thumbnail, so that only their owner may
/// read them; beyond `most` bytes of them the longest unused go.
std::optional<Seen> remembered(const std::string& content);
inline constexpr double most_looks = 512e6;
void remember(const std::string& content, const Seen& seen, double most = most_looks);

}  // namespace xp
