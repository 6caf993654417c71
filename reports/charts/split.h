// How the images of each class are dealt out over the parts.
#pragma once
#include "reports/charts/chart.h"

namespace xp {

/// Of each part, the share of its images that each class has, in percent; "14 of 60 images" under the pointer. Without
/// points where no sample is recorded.
Chart split_chart(const Record& record);

}  // namespace xp
