#include "reports/charts/spread.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/parts.h"
#include "reports/scores/pooled.h"

namespace xp {

Section folds_section(const Material& run, const std::optional<ScoreReport>& scored) {
  if (!folds_of(run.record)) return {};
  const bool tested = scored && scored->part == Part::test;
  const Table pooled = tested ? pooled_table(*scored) : Table{};
  const std::string title =
      tested && scored->sheet.images ? "Averaged over the folds, and of all images pooled" : "Averaged over the folds";
  Values values;
  values.set("spread", figure_of(fold_chart(run.record)));
  values.set("folds", html_of(fold_table(run.record), "Folds"));
  values.set("has_pooled", !pooled.rows.empty());
  values.set("pooled_title", title);
  values.set("pooled", html_of(pooled, title));
  values.set("sentences", list_of("sentence", tested ? pooled_sentences(*scored) : std::vector<std::string>{}));
  return {"folds", "Folds",
          "Each fold is a run of its own, tested on its part of the images: xp report RUN shows it. Loss is in nats; ± "
          "is the standard deviation over folds.",
          rendered("folds.mustache", values)};
}

}  // namespace xp
