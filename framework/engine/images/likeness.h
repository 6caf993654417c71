// Finding images that show the same picture: exact copies, and copies that were mirrored, turned to ±10°, cropped to
// 90 %, brightened or compressed again. A hash of what such changes keep proposes pairs; registration and correlation
// confirm them.
#pragma once
#include <functional>
#include <vector>

#include "framework/data/image.h"
#include "framework/data/survey.h"

namespace xp {

/// What is kept of an image to compare it with others: small, and made once.
struct Signature {
  Image thumbnail;              // grey, for the confirmation
  std::vector<float> features;  // for the proposal
};
Signature signature(const Image& grey);

/// All pairs among them; grows no faster than n log n. `stop` is asked now and then; true ends it early, with nothing
/// usable.
std::vector<Likeness> likenesses(const std::vector<Signature>& signatures, int threads,
                                 const std::function<bool()>& stop);

}  // namespace xp
