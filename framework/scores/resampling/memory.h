// Results of a bootstrap as text, and the key under which they are kept.
#pragma once
#include <optional>

#include "framework/scores/resampling/resampled.h"

namespace xp {

/// SHA-256 of all that the result depends on: labels, groups, probabilities, scalars, options but the number of
/// threads, and the version of the algorithm.
std::string key_of(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, const Bootstrap& bootstrap);

/// Every number exactly.
std::string written(const Resampled& resampled);
/// Nothing where the text is not of so many runs and these scalars.
std::optional<Resampled> read(const std::string& text, std::size_t runs, const std::vector<Scalar>& scalars);

}  // namespace xp
