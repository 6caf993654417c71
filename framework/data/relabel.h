// Labels that mean nothing, for the question whether a recipe learns noise.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/data/sample.h"

namespace xp {

/// A label a sample: those of the training part dealt out anew among its samples, those of the validation part among
/// its own, so that each part keeps its shares of the classes; the test's as they are.
std::vector<int> labels_dealt_anew(const Listing& listing, const Division& division, std::uint64_t seed);

}  // namespace xp
