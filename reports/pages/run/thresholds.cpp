#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/charts/ranking.h"
#include "reports/charts/thresholds.h"
#include "reports/html/explorer.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/judged.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

/// One line a class: areas with intervals, and what guessing would give.
Table areas_table(const Judged& judged, const ScoreReport& report) {
  Table out{{{"class against the rest"},
             {"images", Align::right},
             {"AUC (95 %)", Align::right},
             {"average precision (95 %)", Align::right},
             {"of guessing", Align::right}},
            {}};
  std::vector<int> classes = ranked_classes(judged, report);
  std::sort(classes.begin(), classes.end());
  for (const int of : classes) {
    const auto c = static_cast<std::size_t>(of);
    const ClassSheet& sheet = report.sheet.classes[c];
    out.rows.push_back({report.classes[c], std::to_string(sheet.support), cell_of("auc", figure_of(sheet, "auc")),
                        cell_of("average_precision", figure_of(sheet, "average_precision")),
                        decimal(static_cast<double>(sheet.support) / judged.images(), 3)});
  }
  return out;
}

std::string chosen(const ScoreReport& report) {
  if (report.one->chosen_on == report.part)
    return fmt::format("Youden's threshold was chosen on the same {} images that it is scored on here: it flatters.",
                       part_of(report));
  return "Youden's threshold was chosen on the validation images and is scored here on the test images, so its figures "
         "do "
         "not flatter.";
}

}  // namespace

Section thresholds_section(const Material& run, const std::optional<ScoreReport>& scored) {
  Section out{"thresholds", "What a threshold does", "", ""};
  if (!scored || !scored->sheet.images || !scored->probabilistic) return out;
  const Judged judged = xp::judged(run.record, scored->part);
  if (ranked_classes(judged, *scored).empty()) return out;
  Values values;
  values.set("curves", figures_of({roc_chart(judged, *scored), precision_recall_chart(judged, *scored)}));
  values.set("areas", html_of(areas_table(judged, *scored), "Areas under the curves"));
  values.set("has_one", scored->one.has_value());
  if (scored->one) {
    const std::string positive = scored->classes.at(static_cast<std::size_t>(scored->one->positive));
    const Explored rows = explored(run.record, *scored);
    values.set("positive", shorten(positive, 60));
    values.set("chosen", chosen(*scored));
    values.set("points", html_of(threshold_table(scored->one->points), "Operating points"));
    values.set("explored", !rows.rows.empty());
    values.set("explorer", explorer_of(rows, *scored));
    values.set("over", figure_of(threshold_chart(rows, *scored->one)));
    values.set("tenths", html_of(threshold_table(scored->one->table), "At each tenth"));
  }
  out.hint = fmt::format(
      "Each class against the rest, by its probability, over all thresholds; of {}. Average precision "
      "is compared with the share of the class, which guessing gives.",
      images_of(*scored));
  out.body = rendered("thresholds.mustache", values);
  return out;
}

}  // namespace xp
