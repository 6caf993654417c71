// The tables of a comparison, as data.
#pragma once
#include "reports/comparison/comparison.h"
#include "reports/table.h"

namespace xp {

/// One line a score, one column a run.
Table score_table(const Comparison& comparison);
/// The settings that differ, one column a run.
Table settings_table(const Comparison& comparison);
/// One line a pair: images, who is right where the other is wrong, difference with interval, p, corrected p; dashes
/// where the pair is not comparable: its verdict says why.
Table pair_table(const Comparison& comparison);
/// The images on which exactly one run of the pair is right.
Table flip_table(const Comparison& comparison, const Pair& pair);

}  // namespace xp
