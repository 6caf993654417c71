// Finding images that show the same picture: exact copies, and copies that were mirrored, left to right or top to
// bottom, turned to ±10°, cropped to 90 %, brightened or compressed again. What such changes keep of small pieces of a
// picture proposes pairs; registration and correlation confirm them.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "framework/data/image.h"
#include "framework/data/survey.h"

namespace xp {

/// What is kept of an image to compare it with others: small (20 KB), and made once. Two images whose pixels are equal
/// have equal signatures.
struct Signature {
  static constexpr int length = 32;

  /// A place that stands out, and the lowest frequencies of what is around it (likeness/around.h says which).
  struct Spot {
    float x = 0, y = 0;  // pixels of the thumbnail
    std::array<std::int8_t, length> around{};
    bool operator==(const Spot&) const = default;
  };

  int width = 0, height = 0;            // of the thumbnail: the image's shape, always about the same area
  std::vector<std::uint8_t> thumbnail;  // fine structure, its contrast made even; 128 is none
  std::vector<Spot> spots;
  float brightness = 0;  // mean grey, white is 1
  bool operator==(const Signature&) const = default;
};

/// Of a grey image; about 5 ms for one of 512².
Signature signature(const Image& grey);

/// Pairs that show the same picture, in order. Of a picture that comes many times not every pair is told, but enough of
/// them to join all its copies; blank ones are left out. Grows with n log n; the number of threads changes nothing.
/// `stop` is asked now and then; true ends it early, with nothing usable.
std::vector<Likeness> likenesses(const std::vector<Signature>& signatures, int threads,
                                 const std::function<bool()>& stop);

}  // namespace xp
