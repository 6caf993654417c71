// Which small pieces of all pictures look alike: approximate nearest neighbours in n log n.
#pragma once
#include <functional>
#include <vector>

#include "framework/engine/images/likeness.h"
#include "framework/engine/images/likeness/around.h"

namespace xp {

/// Two spots that look alike, those of b perhaps in a mirror.
struct SpotMatch {
  int image_a = 0, image_b = 0;  // a < b
  Mirror mirror = Mirror::none;
  std::uint16_t spot_a = 0, spot_b = 0;
  std::int32_t distance = 0;
};

/// For every spot the few most similar ones of other images, gathered by pair of images; sorted.
std::vector<SpotMatch> matches(const std::vector<const Signature*>& signatures, int threads,
                               const std::function<bool()>& stop);

}  // namespace xp
