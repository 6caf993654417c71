#include "reports/charts/learning.h"

#include "reports/html/figure.h"
#include "reports/pages/comparison/sections.h"

namespace xp {

Section compared_learning_section(const ComparedRuns& all) {
  return {
      "learning", "How they learned",
      "Names in the legend show and hide a run. Losses of different networks compare where they are weighted alike.",
      figures_of(learning_charts(all.runs))};
}

}  // namespace xp
