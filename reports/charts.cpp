#include "reports/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/escape.h"

namespace xp {
namespace {

// The drawing's own units; the page scales it to its column.
constexpr double width_units = 480, plot_height = 210, left = 54, right = 12, below = 40, row = 19;
constexpr int hover_limit = 150;  // points a curve that get a hover text: beyond, the page grows for nothing
constexpr int palette = 7;

/// Where a value lies in the drawing.
struct Axes {
  double x_low, x_high, y_low, y_high, top;
  std::vector<double> y_ticks;
  double x(double v) const { return left + (v - x_low) / (x_high - x_low) * (width_units - left - right); }
  double y(double v) const { return top + (y_high - v) / (y_high - y_low) * plot_height; }
};

std::string tick_text(double value, double step, bool percent) {
  const double shown = percent ? 100 * value : value, apart = percent ? 100 * step : step;
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(apart) - 1e-9)), 0, 6);
  if (std::abs(shown) >= 1e5) return fmt::format("{:.0e}", shown);
  return fmt::format("{:.{}f}", shown + 0.0, digits);
}

Axes axes_of(const Chart& chart, double top) {
  double x_low = INFINITY, x_high = -INFINITY, y_low = INFINITY, y_high = -INFINITY;
  for (const Curve& curve : chart.curves)
    for (const Point& p : curve.points) {
      x_low = std::min(x_low, static_cast<double>(p.at)), x_high = std::max(x_high, static_cast<double>(p.at));
      if (std::isfinite(p.value)) y_low = std::min(y_low, p.value), y_high = std::max(y_high, p.value);
    }
  y_low = std::min(y_low, 0.0), y_high = std::max(y_high, chart.percent && !chart.zoom ? 1.0 : 0.0);
  if (x_low == x_high) x_low -= 0.5, x_high += 0.5;
  if (y_low == y_high) y_high += 1;
  const std::vector<double> y_ticks = ticks(y_low, y_high);
  return {x_low, x_high, y_ticks.front(), y_ticks.back(), top, y_ticks};
}

std::string grid(const Chart& chart, const Axes& axes) {
  std::string out;
  for (double v : axes.y_ticks)
    out += fmt::format(
        "<line class=\"{}\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text class=\"tick\" "
        "text-anchor=\"end\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>",
        std::abs(v) < 1e-12 ? "axis" : "grid", left, width_units - right, axes.y(v), axes.y(v), left - 7,
        axes.y(v) + 4.5, tick_text(v, axes.y_ticks[1] - axes.y_ticks[0], chart.percent));
  const double bottom = axes.top + plot_height;
  for (double v : ticks(axes.x_low, axes.x_high, 6)) {
    if (v < axes.x_low || v > axes.x_high || v != std::floor(v)) continue;
    out += fmt::format(
        "<line class=\"axis\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/><text class=\"tick\" "
        "text-anchor=\"middle\" x=\"{0:.1f}\" y=\"{3:.1f}\">{4:.0f}</text>",
        axes.x(v), bottom, bottom + 4, bottom + 18, v);
  }
  return out + fmt::format(
                   "<text class=\"name\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">epoch</text><text "
                   "class=\"name\" x=\"2\" y=\"13\">{}</text>",
                   width_units - right, bottom + 35, escaped(chart.y_title));
}

std::string lines(const Chart& chart, const Axes& axes) {
  std::string out;
  double y = 13;
  for (const Mark& mark : chart.marks) {
    const double x = axes.x(static_cast<double>(mark.at));
    y += row;
    const bool late = x > width_units * 0.6;
    out += fmt::format(
        "<line class=\"mark\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/><text class=\"label\" "
        "x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"{5}\">{6}</text>",
        x, y - 10, axes.top + plot_height, late ? x - 5 : x + 5, y, late ? "end" : "start", escaped(mark.text));
  }
  return out;
}

std::string path(const Curve& curve, const Axes& axes) {
  std::string d, dots;
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const Point& p = curve.points[i];
    if (!std::isfinite(p.value)) continue;
    const bool joined = i > 0 && std::isfinite(curve.points[i - 1].value),
               goes_on = i + 1 < curve.points.size() && std::isfinite(curve.points[i + 1].value);
    const double x = axes.x(static_cast<double>(p.at)), y = axes.y(p.value);
    d += fmt::format("{}{:.1f} {:.1f}", joined ? "L" : "M", x, y);
    if (p.at == curve.dot || (!joined && !goes_on))
      dots += fmt::format("<circle class=\"dot k{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>", curve.colour % palette,
                          x, y);
  }
  return fmt::format("<path class=\"curve k{}{}{}\" d=\"{}\"/>", curve.colour % palette, curve.dashed ? " dashed" : "",
                     curve.faint ? " faint" : "", d) +
         dots;
}

std::string hovers(const Curve& curve, const Axes& axes, bool percent) {
  std::string out;
  if (curve.points.size() > hover_limit) return out;
  for (const Point& p : curve.points)
    if (std::isfinite(p.value))
      out += fmt::format(
          "<circle class=\"hover\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"6\"><title>epoch {}, {}: {}</title></circle>",
          axes.x(static_cast<double>(p.at)), axes.y(p.value), p.at, escaped(curve.name),
          percent ? decimal(100 * p.value, 1) + " %" : decimal(p.value, 4));
  return out;
}

/// The area between two curves, over the epochs that both have.
std::string shade(const Curve& a, const Curve& b, const Axes& axes) {
  std::string there, back;
  for (const Point& p : a.points)
    for (const Point& q : b.points)
      if (p.at == q.at && std::isfinite(p.value) && std::isfinite(q.value)) {
        const double x = axes.x(static_cast<double>(p.at));
        there += fmt::format("{:.1f},{:.1f} ", x, axes.y(p.value));
        back = fmt::format("{:.1f},{:.1f} ", x, axes.y(q.value)) + back;
      }
  return there.empty() ? "" : fmt::format("<polygon class=\"between\" points=\"{}\"/>", there + back);
}

std::string legend(const Chart& chart) {
  if (chart.curves.size() < 2) return "";
  std::string out = "<ul class=\"legend\">";
  for (const Curve& curve : chart.curves)
    if (!curve.faint)
      out += fmt::format(
          "<li><svg class=\"swatch\" viewBox=\"0 0 30 10\" aria-hidden=\"true\"><path class=\"curve k{}{}{}\" d=\"M1 "
          "5L29 5\"/></svg><bdi>{}</bdi></li>",
          curve.colour % palette, curve.dashed ? " dashed" : "", curve.faint ? " faint" : "",
          escaped(shorten(curve.name, 40)));
  return out + "</ul>";
}

std::string figure(const std::string& id, const std::string& title, const std::string& description,
                   const std::string& legend_html, double wide, double height, const std::string& drawing) {
  return fmt::format(
      "<figure><figcaption><strong>{1}</strong> {2}</figcaption>{3}<svg class=\"chart\" viewBox=\"0 0 {4:.0f} "
      "{5:.0f}\" role=\"img\" aria-labelledby=\"{0}T {0}D\">"
      "<title id=\"{0}T\">{1}</title><desc id=\"{0}D\">{2}</desc>{6}</svg></figure>\n",
      id, escaped(title), escaped(description), legend_html, wide, height, drawing);
}

}  // namespace

std::vector<double> ticks(double low, double high, int wanted) {
  const double span = high > low ? high - low : 1, rough = span / wanted,
               power = std::pow(10, std::floor(std::log10(rough)));
  const double share = rough / power, step = power * (share <= 1.0001   ? 1
                                                      : share <= 2.0001 ? 2
                                                      : share <= 5.0001 ? 5
                                                                        : 10);
  std::vector<double> out;
  const double first = std::floor(low / step + 1e-9);
  for (double i = first; out.size() < 50; ++i) {
    out.push_back(i * step);
    if (out.back() >= high - step * 1e-9) break;
  }
  return out;
}

std::string figure_of(const Chart& chart) {
  int drawn = 0, lost = 0;
  for (const Curve& curve : chart.curves)
    for (const Point& p : curve.points) std::isfinite(p.value) ? ++drawn : ++lost;
  if (!drawn) return "";
  const Axes axes = axes_of(chart, 26 + row * static_cast<double>(chart.marks.size()));
  std::string drawing = grid(chart, axes);
  if (chart.between && chart.curves.size() > 1) drawing += shade(chart.curves[0], chart.curves[1], axes);
  drawing += lines(chart, axes);
  for (const Curve& curve : chart.curves) drawing += path(curve, axes);
  for (const Curve& curve : chart.curves) drawing += hovers(curve, axes, chart.percent);
  const std::string missing =
      lost ? fmt::format(" {} {} not finite and not drawn.", lost, lost == 1 ? "value is" : "values are") : "";
  return figure(chart.id, chart.title, chart.description + missing, legend(chart), width_units,
                axes.top + plot_height + below, drawing);
}

std::string figure_of(const Forest& forest) {
  constexpr double wide = 400, label = 130, line = 28;
  const auto x = [&](double share) { return label + share * (wide - label - 30); };
  const double top = std::isfinite(forest.reference) ? 24 : 8,
               bottom = top + line * static_cast<double>(forest.rows.size());
  std::string out;
  for (int percent = 0; percent <= 100; percent += 25)
    out += fmt::format(
        "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/><text class=\"tick\" "
        "text-anchor=\"middle\" x=\"{0:.1f}\" y=\"{3:.1f}\">{4}{5}</text>",
        x(percent / 100.0), top, bottom, bottom + 18, percent, percent == 100 ? " %" : "");
  if (std::isfinite(forest.reference))
    out += fmt::format(
        "<line class=\"mark\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/><text class=\"label\" "
        "text-anchor=\"{3}\" x=\"{0:.1f}\" y=\"{4:.1f}\">{5}</text>",
        x(forest.reference), top - 6, bottom,
        forest.reference > 0.6   ? "end"
        : forest.reference < 0.2 ? "start"
                                 : "middle",
        top - 10, escaped(forest.reference_text));
  double y = top + line / 2;
  for (const ForestRow& r : forest.rows) {
    out += fmt::format("<text class=\"tick\" text-anchor=\"end\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", label - 10,
                       y + 4.5, escaped(shorten(r.label, 17)));
    if (std::isfinite(r.value) && std::isfinite(r.low))
      out += fmt::format(
          "<g><title>{}: {}</title><line class=\"whisker\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" "
          "y2=\"{:.1f}\"/><circle class=\"dot k0\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\"/></g>",
          escaped(r.label), escaped(r.text), x(r.low), x(r.high), y, y, x(r.value), y);
    y += line;
  }
  return forest.rows.empty() ? "" : figure(forest.id, forest.title, forest.description, "", wide, bottom + 26, out);
}

}  // namespace xp
