#include "reports/charts/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"

namespace xp {
namespace {

constexpr double hole = std::numeric_limits<double>::quiet_NaN();
constexpr const char *apart = "told apart", *alike = "not told apart";

struct Rows {
  ChartColumn pair{"pair", {}, {}}, says{"says", {}, {}};
  ChartColumn value[2], low[2], high[2];  // not told apart, told apart
  std::vector<ChartColumn> folds;
  bool any[2] = {false, false};
};

void add(Rows& rows, const Comparison& c, const Pair& pair, double unit, const EachFold& folds) {
  rows.pair.words.push_back(pair_name(c, pair));
  rows.says.words.push_back(fmt::format("{}; p, Holm: {}", pair.told_apart ? apart : alike, p_text(pair.p_holm)));
  for (const bool told : {false, true}) {
    const bool own = told == pair.told_apart;
    rows.value[told].numbers.push_back(own ? unit * pair.by.value : hole);
    rows.low[told].numbers.push_back(own ? unit * pair.by.interval.low : hole);
    rows.high[told].numbers.push_back(own ? unit * pair.by.interval.high : hole);
    rows.any[told] |= own;
  }
  for (std::size_t fold = 0; fold < rows.folds.size(); ++fold) {
    const bool by_folds = pair.by.test == PairedTest::folds;
    rows.folds[fold].numbers.push_back(
        by_folds ? unit * (folds.scores[pair.second][fold] - folds.scores[pair.first][fold]) : hole);
  }
}

bool higher_is_better(const Comparison& c) {
  const auto by =
      std::find_if(c.scores.begin(), c.scores.end(), [&](const ComparedScore& s) { return s.name == c.by; });
  return by == c.scores.end() || by->higher_is_better;
}

}  // namespace

Chart difference_chart(const Comparison& c, const EachFold& folds) {
  const double unit = in_points(c.by) ? 100 : 1;
  Rows rows;
  for (const bool told : {false, true}) {
    const std::string which = told ? apart : alike;
    rows.value[told].name = which, rows.low[told].name = which + ", from", rows.high[told].name = which + ", to";
  }
  for (const std::string& fold : folds.folds) rows.folds.push_back({fold, {}});
  for (const Pair& pair : c.pairs)
    if (pair.comparable) add(rows, c, pair, unit, folds);
  Chart chart;
  chart.id = "differences";
  chart.title = fmt::format("Differences in {}", score_title(c.by));
  chart.reading = fmt::format(
      "To the right of 0 the second run of a pair has the higher {}{}. The bar is the 95 % interval of this pair "
      "alone; "
      "whether two runs are told apart is said by the test, corrected for the number of pairs.{}",
      score_title(c.by), higher_is_better(c) ? "" : ", which is worse",
      rows.folds.empty() ? "" : " Small dots are the single folds.");
  chart.x = {fmt::format("difference{}", in_points(c.by) ? " (points)" : ""), Axis::linear, Format::number};
  chart.y = {"", Axis::categories, Format::text};
  chart.height = 0;
  chart.columns = {rows.pair, rows.says};
  for (const bool told : {true, false}) {
    if (!rows.any[told]) continue;
    for (const ChartColumn* column : {&rows.value[told], &rows.low[told], &rows.high[told]})
      chart.columns.push_back(*column);
    const int colour = told ? 1 : 0;
    const std::string& which = rows.value[told].name;
    chart.layers.push_back(
        {which, Shape::span, "", "pair", rows.low[told].name, rows.high[told].name, colour, false, false, "says"});
    chart.layers.push_back({which, Shape::dots, which, "pair", "", "", colour, false, false, "says"});
  }
  for (const ChartColumn& fold : rows.folds) {
    if (std::none_of(fold.numbers.begin(), fold.numbers.end(), [](double v) { return std::isfinite(v); })) continue;
    chart.columns.push_back(fold);
    chart.layers.push_back({"single folds", Shape::dots, fold.name, "pair", "", "", 6});
  }
  chart.marks.push_back({0, "no difference"});
  return chart;
}

}  // namespace xp
