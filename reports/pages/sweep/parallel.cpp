#include <algorithm>

#include "reports/charts/sweep.h"
#include "reports/html/figure.h"
#include "reports/pages/sweep/sections.h"

namespace xp {

Section parallel_section(const SweepResult& sweep) {
  const auto trained =
      std::count_if(sweep.trials.begin(), sweep.trials.end(), [](const SweptTrial& t) { return t.counts(); });
  if (sweep.varies.empty() || trained < 2) return {};
  return {"parallel", "All trials at once", "", figure_of(parallel_chart(sweep))};
}

}  // namespace xp
