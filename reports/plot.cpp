#include "reports/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace xp {
namespace {

constexpr int rows = 12, margin = 9;  // the margin holds the labels of y

struct Grid {
  int columns;
  std::vector<std::vector<std::string>> cells;
  explicit Grid(int columns) : columns(columns), cells(rows, std::vector<std::string>(columns, " ")) {}
};

}  // namespace

std::string plot_text(const Plot& plot, const Screen& screen) {
  if (plot.x.empty()) return "";
  const char *point = screen.unicode ? "·" : ".", *bold = screen.unicode ? "●" : "o",
             *mark = screen.unicode ? "▲" : "^", *side = screen.unicode ? "│" : "|",
             *under = screen.unicode ? "─" : "-";
  Grid grid(std::clamp(screen.columns - margin - 2, 16, 72));
  const double first = std::log(plot.x.front()), range = std::log(plot.x.back()) - first;
  const auto column = [&](double x) {
    const double share = range > 0 ? (std::log(x) - first) / range : 0;
    return std::clamp(static_cast<int>(std::lround(share * (grid.columns - 1))), 0, grid.columns - 1);
  };
  const auto draw = [&](const std::vector<double>& y, const char* with) {
    for (std::size_t i = 0; i < std::min(y.size(), plot.x.size()); ++i) {
      if (!std::isfinite(y[i])) continue;
      const double share = plot.high > plot.low ? (y[i] - plot.low) / (plot.high - plot.low) : 0;
      const int row = std::clamp(static_cast<int>(std::lround((1 - share) * (rows - 1))), 0, rows - 1);
      grid.cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column(plot.x[i]))] = with;
    }
  };
  draw(plot.points, point);
  draw(plot.line, bold);
  std::string out;
  for (int r = 0; r < rows; ++r) {
    const bool labelled = r == 0 || r == rows - 1;
    const std::string label = labelled ? fmt::format("{:.3g}", r == 0 ? plot.high : plot.low) : "";
    std::string line;
    for (const std::string& cell : grid.cells[static_cast<std::size_t>(r)]) line += cell;
    out += fmt::format("{:>{}} {}{}\n", label, margin - 1, side, line.substr(0, line.find_last_not_of(' ') + 1));
  }
  std::vector<std::string> axis(static_cast<std::size_t>(grid.columns), under);
  for (const double at : plot.marks) axis[static_cast<std::size_t>(column(at))] = mark;
  out += std::string(margin + 1, ' ');
  for (const std::string& cell : axis) out += cell;
  const std::string left = fmt::format("{:.3g}", plot.x.front()), right = fmt::format("{:.3g}", plot.x.back());
  return out + fmt::format("\n{}{}{:>{}}\n", std::string(margin + 1, ' '), left, right,
                           grid.columns - static_cast<int>(left.size()));
}

}  // namespace xp
