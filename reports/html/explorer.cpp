#include "reports/html/explorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "reports/html/escape.h"
#include "reports/html/page.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

struct Rate {
  const char *name, *of;
  Figure AtThreshold::*figure;
};

constexpr int first_rate = 5;  // after the threshold and four counts

const std::vector<Rate>& rates() {
  static const std::vector<Rate> all{
      {"sensitivity", "of the positives: found", &AtThreshold::sensitivity},
      {"specificity", "of the rest: left alone", &AtThreshold::specificity},
      {"precision", "of those called so: rightly", &AtThreshold::precision},
      {"negative predictive value", "of those not called so: rightly", &AtThreshold::negative_precision},
      {"accuracy", "of all: right", &AtThreshold::accuracy}};
  return all;
}

/// With four decimals, or as many more as tell it from its neighbours, and from 0 and 1.
std::vector<std::string> shown_thresholds(const std::vector<AtThreshold>& rows) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double at = rows[i].threshold;
    int digits = 4;
    const auto hides = [&](double other) { return other != at && decimal(other, digits) == decimal(at, digits); };
    while (digits < 17 && (hides(0) || hides(1) || (i > 0 && hides(rows[i - 1].threshold)) ||
                           (i + 1 < rows.size() && hides(rows[i + 1].threshold))))
      ++digits;
    out.push_back(std::isinf(at) ? "more than any" : decimal(at, digits));
  }
  return out;
}

std::string rows_of(const Explored& explored, const std::vector<std::string>& shown) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < explored.rows.size(); ++i) {
    const AtThreshold& row = explored.rows[i];
    nlohmann::ordered_json one{shown[i], std::to_string(row.true_positives), std::to_string(row.false_positives),
                               std::to_string(row.false_negatives), std::to_string(row.true_negatives)};
    for (const Rate& rate : rates()) one.push_back(cell_of("recall", row.*rate.figure));
    rows.push_back(std::move(one));
  }
  return json_in_html(nlohmann::ordered_json{{"rows", std::move(rows)}}.dump());
}

std::string hint_of(const Explored& explored, const ScoreReport& report) {
  const std::size_t above =
      std::isinf(explored.rows.back().threshold);  // of all probabilities: a stop, and none itself
  const std::size_t stops = explored.rows.size() - above,
                    changes = explored.changes - std::min(explored.changes, above);
  std::string out =
      changes > stops
          ? fmt::format("The slider stops at {} of the {} probabilities at which anything changes.", stops, changes)
          : fmt::format("The slider stops at each of the {} probabilities at which anything changes.", changes);
  out += fmt::format(
      " Whoever picks the threshold that looks best on these {} images and quotes its figures flatters: "
      "choose it on validation images:",
      report.part == Part::test ? "test" : "validation");
  return out;
}

}  // namespace

std::string explorer_of(const Explored& explored, const ScoreReport& report) {
  if (explored.rows.empty() || !report.one) return "";
  const std::string positive = report.classes.at(static_cast<std::size_t>(report.one->positive));
  const std::vector<std::string> shown = shown_thresholds(explored.rows);
  Values values, points{Values::type::list}, each{Values::type::list};
  for (std::size_t i = 0; i < explored.points.size(); ++i) {
    Values one{"row", std::to_string(explored.points[i])};
    one.set("name", report.one->points[i].name);
    one.set("threshold", shown.at(explored.points[i]));
    points << one;
  }
  for (std::size_t i = 0; i < rates().size(); ++i) {
    Values one{"name", rates()[i].name};
    one.set("of", rates()[i].of);
    one.set("cell", std::to_string(first_rate + static_cast<int>(i)));
    each << one;
  }
  values.set("positive", shorten(valid_utf8(positive), 60));
  values.set("brief", shorten(valid_utf8(positive), 18));
  values.set("at", shown[explored.start]);
  values.set("last", std::to_string(explored.rows.size() - 1));
  values.set("start", std::to_string(explored.start));
  values.set("points", points);
  values.set("rates", each);
  values.set("hint", hint_of(explored, report));
  values.set("command", fmt::format("xp score {} --sensitivity 0.9", run_name(report.run.id)));
  values.set("rows", rows_of(explored, shown));
  return rendered("explorer.mustache", values);
}

}  // namespace xp
