#include "reports/charts/compared_forest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr double hole = std::numeric_limits<double>::quiet_NaN();

std::string first_upper(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

Axis axis_of(const Comparison& c, const std::string& score) {
  Axis out{score_title(score), Axis::linear, in_points(score) ? Format::percent : Format::number};
  if (score == "loss") out.title = "loss (nats)";
  if (!c.forced.empty()) out.title += fmt::format(", of {} shared images", c.images);
  return out;
}

/// What the bars are, and what they are not.
std::string reading(const ComparedScore& score) {
  const bool folds = std::any_of(score.figures.begin(), score.figures.end(),
                                 [](const Figure& f) { return f.method == Method::folds; });
  std::string out =
      fmt::format("The dot is what was reached, the bar its 95 % interval{}; {} is better.",
                  folds ? " (t over folds)" : "", score.higher_is_better ? "further right" : "further left");
  return out + (folds ? " Bars that overlap do not show that runs are alike: they were tested on the same folds, and "
                        "easy and hard ones move them together."
                      : " Bars that overlap do not show that runs are alike: they judged the same images, whose luck "
                        "the paired differences leave out.");
}

Chart forest(const Comparison& c, const ComparedScore& score, const std::vector<std::string>& labels,
             std::size_t place) {
  Chart chart;
  chart.id = place ? fmt::format("score-{}", place) : "forest";
  chart.title = first_upper(score_title(score.name)) + (place ? "" : ", on which the verdict rests");
  chart.reading = place ? fmt::format("The bar is the 95 % interval; {} is better.",
                                      score.higher_is_better ? "further right" : "further left")
                        : reading(score);
  chart.x = axis_of(c, score.name);
  chart.y = {"", Axis::categories, Format::text};
  chart.height = 0;
  chart.group = "scores";
  chart.columns = {{"run", {}, labels}, {"figure", {}, {}}};
  for (const Figure& figure : score.figures)
    chart.columns[1].words.push_back(figure_text(score.name, figure) +
                                     (figure.method == Method::none ? "" : fmt::format(", {}", name(figure.method))));
  for (std::size_t run = 0; run < labels.size(); ++run) {
    const Figure& figure = score.figures[run];
    const std::string value = labels[run], low = value + " from", high = value + " to";
    for (const auto& [column, number] :
         {std::pair{value, figure.value}, {low, figure.interval.low}, {high, figure.interval.high}}) {
      chart.columns.push_back({column, std::vector<double>(labels.size(), hole)});
      chart.columns.back().numbers[run] = number;
    }
    const int colour = static_cast<int>(run);
    chart.layers.push_back({labels[run], Shape::span, "", "run", low, high, colour, false, false, "figure"});
    chart.layers.push_back({labels[run], Shape::dots, value, "run", "", "", colour, false, false, "figure"});
  }
  return chart;
}

}  // namespace

std::vector<Chart> score_forests(const Comparison& c, const std::vector<std::string>& labels) {
  std::vector<Chart> out;
  if (!c.refusal.empty()) return out;
  std::vector<const ComparedScore*> order;
  for (const ComparedScore& score : c.scores)
    if (score.name == c.by) order.push_back(&score);
  for (const ComparedScore& score : c.scores)
    if (score.name != c.by) order.push_back(&score);
  for (const ComparedScore* score : order)
    if (Chart chart = forest(c, *score, labels, out.size()); has_points(chart)) out.push_back(std::move(chart));
  return out;
}

Chart fold_chart(const Comparison& c, const EachFold& folds, const std::vector<std::string>& labels) {
  Chart chart;
  chart.id = "each-fold";
  chart.title = first_upper(score_title(c.by)) + " fold by fold";
  chart.reading =
      "Each dot is one network, tested on the images of its fold; where the order of the runs stays the same "
      "from fold to fold, the difference is theirs and not that of the folds.";
  chart.x = {"", Axis::categories, Format::text};
  chart.y = {score_title(c.by), Axis::linear, in_points(c.by) ? Format::percent : Format::number};
  chart.columns = {{"fold", {}, folds.folds}};
  for (std::size_t run = 0; run < labels.size() && run < folds.scores.size(); ++run) {
    chart.columns.push_back({labels[run], folds.scores[run]});
    chart.layers.push_back({labels[run], Shape::line, "fold", labels[run], "", "", static_cast<int>(run)});
  }
  return chart;
}

}  // namespace xp
