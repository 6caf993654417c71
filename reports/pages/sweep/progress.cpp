#include "reports/charts/best_so_far.h"
#include "reports/html/figure.h"
#include "reports/pages/sweep/sections.h"

namespace xp {

Section progress_section(const SweepResult& sweep) {
  return {"progress", "The best so far", "", figures_of(best_so_far(sweep))};
}

}  // namespace xp
