// What a run's page says of scores comes from one report.
#pragma once
#include <optional>

#include "reports/pages/material.h"

namespace xp {

/// Of the test, else of the validation part; Material::scores where somebody has filled it. Nothing where neither was
/// predicted, or what was predicted is no number.
std::optional<ScoreReport> scored_of(const Material& run);

/// "test", "validation".
std::string part_of(const ScoreReport& report);
/// "47 test images in 46 groups".
std::string images_of(const ScoreReport& report);
/// How the intervals of this report are made: a sentence.
std::string intervals_of(const ScoreReport& report);

}  // namespace xp
