#include "reports/charts/sweep.h"
#include "reports/charts/swept.h"
#include "reports/html/figure.h"
#include "reports/pages/sweep/sections.h"

namespace xp {

Section parallel_section(const SweepResult& sweep) {
  if (sweep.varies.empty() || drawn(sweep).size() < 2) return {};
  return {"parallel", "All trials at once", "", figure_of(parallel_chart(sweep))};
}

}  // namespace xp
