// How the neighbourhood of a spot is written down.
#pragma once
#include <utility>

#include "framework/engine/images/likeness.h"

namespace xp {

/// Half waves in x and in y of the k-th number of Signature::Spot::around.
std::pair<int, int> frequency(int k);

/// How a picture was laid on its side of the glass: as it is, left and right exchanged, or top and bottom. A turn
/// by 180° is both exchanges at once, and is not looked for.
enum class Mirror : std::uint8_t { none, sideways, upended };

/// The same neighbourhood in a mirror: what is odd in x, or in y, changes its sign.
std::array<std::int8_t, Signature::length> mirrored(std::array<std::int8_t, Signature::length> around, Mirror mirror);

}  // namespace xp
