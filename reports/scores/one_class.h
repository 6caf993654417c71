// One class against the rest: what happens at which threshold.
#pragma once
#include "framework/scores/judged.h"
#include "reports/scores/report.h"

namespace xp {

/// Of `judged`, the part of `record` that was asked for. Thresholds come from the validation part where it was
/// predicted: on the images that are scored they flatter. Rates have Wilson's intervals or, where images share groups,
/// those of the bootstrap by group.
OneClass one_class(const Record& record, const Judged& judged, int positive, const ScoreAsked& asked);

}  // namespace xp
