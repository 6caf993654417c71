#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/charts/reliability.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

/// Each with its interval, and what chance or knowing nothing would give.
Table figures_table(const ScoreReport& report) {
  const Sheet& sheet = report.sheet;
  Table out{{{"score"}, {"value (95 %)", Align::right}, {"for comparison"}}, {}};
  out.rows.push_back({title_of("ece"), cell_of("ece", figure_of(sheet, "ece")),
                      fmt::format("{} by chance, were the probabilities right ({})", decimal(report.by_chance.mean, 3),
                                  by_chance(report.by_chance.p))});
  out.rows.push_back({title_of("adaptive_ece"), cell_of("adaptive_ece", figure_of(sheet, "adaptive_ece")),
                      "the same over bins of like many images"});
  double even = 0;
  for (const ClassSheet& c : sheet.classes) even += std::pow(static_cast<double>(c.support) / sheet.images, 2);
  out.rows.push_back({title_of("brier"), cell_of("brier", figure_of(sheet, "brier")),
                      decimal(1 - even, 3) + " if every image got the shares of the classes"});
  const double t = sheet.calibration.temperature;
  out.rows.push_back({"temperature", std::isnan(t) ? "none fits" : decimal(t, 2),
                      "1 is right; above it, answers are surer than they should be"});
  return out;
}

/// What so few images cannot show.
std::string few(const ScoreReport& report) {
  constexpr int enough = 30;  // right and wrong answers in a bin that can be told from its claim
  int bins = 0, thin = 0;
  for (const Bin& bin : report.sheet.calibration.bins)
    bins += bin.images > 0, thin += bin.images > 0 && bin.images < enough;
  if (!thin) return "";
  return fmt::format(
      "{} of the {} bins that hold any image hold{} fewer than {}: a dot far off the line is no news there.", thin,
      bins, thin == 1 ? "s" : "", enough);
}

}  // namespace

Section calibration_section(const Material&, const std::optional<ScoreReport>& scored) {
  Section out{"calibration", "Calibration", "", ""};
  if (!scored || scored->sheet.calibration.bins.empty()) return out;
  out.hint = fmt::format(
      "Are confident answers right as often as they claim? Of {}, in ten bins of the probability of "
      "the class that was named.",
      images_of(*scored));
  const bool grouped = scored->sheet.groups > 0;
  Values values;
  values.set("sentence", calibration_sentence(*scored));
  const std::string little = few(*scored);
  values.set("has_few", !little.empty());
  values.set("few", little);
  values.set("charts", figures_of({reliability_chart(*scored), confidence_chart(*scored)}));
  values.set("bins", html_of(reliability_table(scored->sheet.calibration, grouped), "Bins of the reliability diagram"));
  values.set("figures", html_of(figures_table(*scored), "How far off probabilities are"));
  values.set("grouped", grouped);
  out.body = rendered("calibration.mustache", values);
  return out;
}

}  // namespace xp
