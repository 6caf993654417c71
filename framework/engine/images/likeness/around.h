// How the neighbourhood of a spot is written down.
#pragma once
#include <utility>

#include "framework/engine/images/likeness.h"

namespace xp {

/// Half waves in x and in y of the k-th number of Signature::Spot::around.
std::pair<int, int> frequency(int k);

/// The same neighbourhood in a mirror: what is odd in x changes its sign.
std::array<std::int8_t, Signature::length> mirrored(std::array<std::int8_t, Signature::length> around);

}  // namespace xp
