#include <fmt/format.h>

#include <algorithm>

#include "framework/store/tracked.h"
#include "reports/charts/forest.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/outcome.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/parts.h"
#include "reports/run_tables.h"
#include "reports/scores/headline.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

std::string weights_of(const Record& record) {
  if (folds_of(record)) return "All folds together: of each image, the answer of the network that had not seen it.";
  if (trains_nothing(record)) return "Without a network.";
  if (!record.run.chosen_epoch)
    return is_imported(record)  ? "Another tool's results."
           : is_tracked(record) ? "Of which epoch's weights was not told."
                                : "No epoch was chosen, so nothing was scored.";
  return fmt::format(
      "With the weights of epoch {}. It was chosen {}{}.", record.run.chosen_epoch,
      chosen_on_validation(record.settings) ? "on the validation images, so their figures are optimistic"
                                            : how_chosen(record.settings),
      chosen_on_test(record.settings) || without_plan(record) ? "" : "; the test images were scored once");
}

/// Without predictions: what metrics alone say.
Section of_metrics(const Record& record) {
  const Table table = score_table(record);
  const bool any = std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) {
    return std::any_of(row.begin() + 1, row.end(), [](const std::string& cell) { return cell != "–"; });
  });
  const bool shown = any && !folds_of(record);
  return {"scores", "Scores",
          weights_of(record) +
              " No predictions are kept: there is no interval but by Wilson where the "
              "number of images is known.",
          shown ? html_of(table, "Scores") : ""};
}

}  // namespace

Section scores_section(const Material& run, const std::optional<ScoreReport>& scored) {
  const Record& record = run.record;
  if (!scored || !scored->sheet.images) return of_metrics(record);
  Values values;
  values.set("caveats", list_of("caveat", scored->caveats));
  values.set("main", html_of(headline_table(record, *scored), "Scores"));
  values.set("forest", figure_of(score_forest(*scored)));
  values.set("all", html_of(overall_table(scored->sheet, true), "Every score"));
  const std::string sentence = overall_sentence(scored->sheet, true);
  values.set("has_sentence", !sentence.empty());
  values.set("sentence", sentence);
  values.set("has_groups", scored->of_groups.has_value());
  if (scored->of_groups) {
    values.set("groups", fmt::format("{}: of the images of one group the mean of what was said of them, once.",
                                     counted(scored->of_groups->images, "group")));
    values.set("of_groups", html_of(overall_table(*scored->of_groups, true), "Every score, by group"));
  }
  return {"scores", "Scores", weights_of(record) + " " + intervals_of(*scored), rendered("scores.mustache", values)};
}

}  // namespace xp
