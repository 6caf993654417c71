#include "reports/html/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/text.h"
#include "reports/html/echarts.h"
#include "reports/html/escape.h"

namespace xp {
namespace {

/// With the rows that the marks' texts and the slider of long columns take.
int height_of(const Chart& chart) {
  const auto texts = std::count_if(chart.marks.begin(), chart.marks.end(), [](const Mark& m) { return !m.level; });
  const bool slider = std::any_of(chart.columns.begin(), chart.columns.end(), [](const auto& c) { return c.packed; });
  const int extra = 16 * static_cast<int>(texts) + (slider ? 40 : 0);
  if (chart.height) return chart.height + extra;
  std::set<std::string> rows;
  for (const Layer& layer : chart.layers)
    for (const ChartColumn& column : chart.columns)
      if (column.name == layer.y) rows.insert(column.words.begin(), column.words.end());
  return 64 + 28 * static_cast<int>(rows.size()) + extra;
}

std::string with_missing(std::string reading, const std::vector<ChartColumn>& columns) {
  std::ptrdiff_t missing = 0;
  for (const ChartColumn& column : columns)
    missing += std::count_if(column.numbers.begin(), column.numbers.end(), [](double v) { return std::isinf(v); });
  if (!missing) return reading;
  return reading + fmt::format("{}{} not finite and not drawn.", reading.empty() ? "" : " ",
                               missing == 1 ? "1 value is" : fmt::format("{} values are", missing));
}

std::string figure(const std::string& id, const std::string& title, const std::string& reading,
                   const std::string& group, const std::string& plot, const nlohmann::ordered_json& drawing) {
  return fmt::format(R"(<figure class="chart" id="{}"{}>
<figcaption><strong>{}</strong> <span>{}</span></figcaption>
<div class="{}</div>
<script type="application/json">{}</script>
<noscript><p class="hint">This drawing needs scripts; the tables are here without them.</p></noscript>
</figure>
)",
                     escaped(id), group.empty() ? "" : fmt::format(" data-group=\"{}\"", escaped(group)),
                     escaped(title), escaped(reading), plot, json_in_html(drawing.dump()));
}

}  // namespace

std::string figure_of(const Chart& chart) {
  if (!has_points(chart)) return "";
  const std::string plot =
      chart.square ? "plot square\">" : fmt::format("plot\" style=\"height:{}px\">", height_of(chart));
  return figure(chart.id, chart.title, with_missing(chart.reading, chart.columns), chart.group, plot,
                drawing_of(chart));
}

std::string figure_of(const ParallelChart& chart) {
  const bool any = std::any_of(chart.columns.begin(), chart.columns.end(), [](const ChartColumn& column) {
    return !column.words.empty() ||
           std::any_of(column.numbers.begin(), column.numbers.end(), [](double v) { return std::isfinite(v); });
  });
  if (!any || chart.axes.empty()) return "";
  return figure(chart.id, chart.title, with_missing(chart.reading, chart.columns), "", "plot\" style=\"height:360px\">",
                drawing_of(chart));
}

std::string figures_of(const std::vector<Chart>& charts) {
  std::string out;
  for (const Chart& chart : charts) out += figure_of(chart);
  return out.empty() ? "" : "<div class=\"charts\">\n" + out + "</div>\n";
}

}  // namespace xp
