#include "reports/charts/ranking.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/charts/short_names.h"
#include "reports/scores/tables.h"

namespace xp {
namespace {

constexpr std::size_t most_points = 400, most_classes = 8;

/// What the ROC curve bends at; of what lies between, nothing is lost.
std::vector<Threshold> corners(const Ranking& ranking) {
  std::vector<Threshold> out;
  const auto& all = ranking.thresholds;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool inside = i > 0 && i + 1 < all.size();
    const bool straight = inside && ((all[i - 1].true_positives == all[i + 1].true_positives) ||
                                     (all[i - 1].false_positives == all[i + 1].false_positives));
    if (!straight) out.push_back(all[i]);
  }
  return out;
}

/// At most so many, evenly over the images, the first and the last among them.
std::vector<Threshold> thinned(const std::vector<Threshold>& all) {
  if (all.size() <= most_points) return all;
  std::vector<Threshold> out;
  const auto images = [](const Threshold& t) { return t.true_positives + t.false_positives; };
  const double step = static_cast<double>(images(all.back())) / most_points;
  for (const Threshold& t : all)
    if (out.empty() || static_cast<double>(images(t) - images(out.back())) >= step || &t == &all.back())
      out.push_back(t);
  return out;
}

std::string from(double threshold) {
  return std::isinf(threshold) ? "none is called so" : "from " + decimal(threshold, 3) + " on";
}

struct Curve {
  Chart chart;

  void add(int colour, const std::string& name, const std::string& layer, std::vector<double> x, std::vector<double> y,
           std::vector<std::string> labels, Shape shape) {
    const std::string along = chart.x.title + ", " + name, up = chart.y.title + ", " + name, label = "at, " + name;
    chart.columns.push_back({along, std::move(x)});
    chart.columns.push_back({up, std::move(y)});
    chart.columns.push_back({label, {}, std::move(labels)});
    Layer one{layer, shape, along, up};
    one.colour = colour, one.label = label;
    chart.layers.push_back(std::move(one));
  }

  void diagonal() {
    chart.columns.push_back({"chance, across", {0, 1}});
    chart.columns.push_back({"chance, up", {0, 1}});
    Layer chance{"chance", Shape::faint, "chance, across", "chance, up"};
    chance.colour = 6;
    chart.layers.push_back(std::move(chance));
  }
};

/// "Scol: AUC 0.952 (0.95 to 0.96)".
std::string titled(const std::string& name, const std::string& short_score, const std::string& score,
                   const ClassSheet& sheet) {
  return fmt::format("{}: {} {}", name, short_score, cell_of(score, figure_of(sheet, score)));
}

Curve started(const std::string& id, const std::string& title, const std::string& x, const std::string& y) {
  Curve out;
  out.chart.id = id, out.chart.title = title, out.chart.square = true;
  out.chart.x = {x, Axis::linear, Format::percent, true, 0, 1};
  out.chart.y = {y, Axis::linear, Format::percent, true, 0, 1};
  return out;
}

std::string which(const ScoreReport& report, const std::vector<int>& classes) {
  if (report.classes.size() == 2 || classes.size() < most_classes) return "";
  return fmt::format(" Of {} classes, the {} with the least area.", report.classes.size(), classes.size());
}

void add_points(Curve& curve, const ScoreReport& report, bool roc) {
  if (!report.one) return;
  std::vector<double> x, y;
  std::vector<std::string> labels;
  for (const OperatingPoint& p : report.one->points) {
    x.push_back(roc ? 1 - p.specificity.value : p.sensitivity.value);
    y.push_back(roc ? p.sensitivity.value : p.precision.value);
    labels.push_back(p.name + ": " + from(p.threshold));
  }
  curve.add(1, "operating points", "operating points", x, y, labels, Shape::dots);
}

}  // namespace

std::vector<int> ranked_classes(const Judged& judged, const ScoreReport& report) {
  if (!judged.probabilistic) return {};
  std::vector<int> out;
  for (int c = 0; c < judged.classes; ++c) {
    if (judged.classes == 2 && report.one && c != report.one->positive) continue;
    const int support = report.sheet.classes.at(static_cast<std::size_t>(c)).support;
    if (support > 0 && support < judged.images()) out.push_back(c);
  }
  if (out.size() <= most_classes) return out;
  const auto area = [&](int c) { return figure_of(report.sheet.classes[static_cast<std::size_t>(c)], "auc").value; };
  std::stable_sort(out.begin(), out.end(), [&](int a, int b) { return area(a) < area(b); });
  out.resize(most_classes);
  return out;
}

Chart roc_chart(const Judged& judged, const ScoreReport& report) {
  Curve out = started("roc", "ROC curve", "1 − specificity", "sensitivity");
  const std::vector<int> classes = ranked_classes(judged, report);
  const std::vector<std::string> names = short_names(report.classes);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto c = static_cast<std::size_t>(classes[i]);
    const Ranking ranking = xp::ranking(judged, classes[i]);
    std::vector<double> x, y;
    std::vector<std::string> labels;
    const bool few = ranking.thresholds.size() <= most_points;
    for (const Threshold& t : few ? ranking.thresholds : thinned(corners(ranking))) {
      x.push_back(static_cast<double>(t.false_positives) / static_cast<double>(ranking.negatives));
      y.push_back(ranking.sensitivity(t));
      labels.push_back(from(t.threshold));
    }
    out.add(static_cast<int>(i), names[c], titled(names[c], "AUC", "auc", report.sheet.classes[c]), x, y, labels,
            Shape::line);
  }
  if (classes.empty()) return out.chart;
  add_points(out, report, true);
  out.diagonal();
  out.chart.reading =
      "The nearer a curve comes to the upper left corner, the better the class is told from the rest; on "
      "the diagonal it is guessed." +
      which(report, classes);
  return out.chart;
}

Chart precision_recall_chart(const Judged& judged, const ScoreReport& report) {
  Curve out = started("precision-recall", "Precision and recall", "recall (sensitivity)", "precision");
  const std::vector<int> classes = ranked_classes(judged, report);
  const std::vector<std::string> names = short_names(report.classes);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto c = static_cast<std::size_t>(classes[i]);
    const Ranking ranking = xp::ranking(judged, classes[i]);
    std::vector<double> x, y;
    std::vector<std::string> labels;
    for (const Threshold& t : thinned(ranking.thresholds)) {
      if (std::isinf(t.threshold)) continue;  // nothing is called so: there is no precision
      x.push_back(ranking.sensitivity(t)), y.push_back(ranking.precision(t)), labels.push_back(from(t.threshold));
    }
    out.add(static_cast<int>(i), names[c], titled(names[c], "AP", "average_precision", report.sheet.classes[c]), x, y,
            labels, Shape::line);
  }
  if (classes.empty()) return out.chart;
  add_points(out, report, false);
  out.chart.reading =
      "The nearer a curve comes to the upper right corner, the better; a class that is guessed has the precision of "
      "its "
      "share of the images." +
      which(report, classes);
  if (classes.size() == 1) {
    const double share = static_cast<double>(report.sheet.classes[static_cast<std::size_t>(classes[0])].support) /
                         static_cast<double>(judged.images());
    out.chart.marks.push_back({share, "guessed", true});
  }
  return out.chart;
}

}  // namespace xp
