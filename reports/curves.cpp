#include "reports/curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/panel.h"

namespace xp {
namespace {

constexpr int between = 3;                  // columns
constexpr int narrowest = 37, widest = 60;  // of a panel

const Series& curve_of(const Record& record, const std::string& metric) {
  static const Series none;
  const auto found = record.metrics.find(metric);
  return found == record.metrics.end() ? none : found->second;
}

bool spans_decades(const std::vector<const Series*>& all) {
  double low = INFINITY, high = 0;
  for (const Series* series : all)
    for (const Point& p : *series) {
      if (p.value <= 0) return false;
      if (std::isfinite(p.value)) low = std::min(low, p.value), high = std::max(high, p.value);
    }
  return high > 100 * low;
}

Panel panel_of(const Record& record, const std::string& score) {
  Panel out{score, curve_of(record, "val/" + score), curve_of(record, "train/" + score), record.run.chosen_epoch};
  out.share = score == "accuracy";
  out.logarithmic = score == "loss" && spans_decades({&out.line, &out.dots});
  if (out.logarithmic) out.title += " (logarithmic)";
  return out;
}

std::string from_to(const Panel& panel, const Series& series, bool unicode) {
  const auto text = [&](double v) {
    return panel.share && std::isfinite(v) ? decimal(100 * v, 1) + " %" : decimal(v, 3);
  };
  return series.empty() ? ""
                        : fmt::format("{} {} {} {}", panel.share ? "accuracy" : "loss", text(series.front().value),
                                      unicode ? "→" : "to", text(series.back().value));
}

/// What is drawn how, and its first and last values.
std::string legend(const std::vector<Panel>& panels, const Screen& screen) {
  std::string out;
  for (const bool of_line : {true, false}) {
    std::vector<std::string> ends;
    for (const Panel& panel : panels)
      if (const std::string text = from_to(panel, of_line ? panel.line : panel.dots, screen.unicode); !text.empty())
        ends.push_back(text);
    if (ends.empty()) continue;
    const std::string sign = !screen.unicode ? (of_line ? "oo" : "..") : of_line ? "⠤⠤" : "··";
    out += fmt::format("{} {:<12}{}\n", sign, of_line ? "validation" : "training", join(ends));
  }
  if (const int kept = panels.front().mark)
    out += fmt::format("{}  epoch {}, whose weights were kept\n", screen.unicode ? "▲" : "^", kept);
  return out;
}

}  // namespace

bool is_drawn(const std::string& metric) {
  return metric == "train/loss" || metric == "val/loss" || metric == "train/accuracy" || metric == "val/accuracy";
}

std::string curves_text(const Record& record, const Screen& screen) {
  std::vector<Panel> panels;
  for (const char* score : {"loss", "accuracy"})
    if (Panel panel = panel_of(record, score); std::max(panel.line.size(), panel.dots.size()) > 1)
      panels.push_back(std::move(panel));
  if (panels.empty()) return "";
  const bool beside = panels.size() > 1 && screen.columns >= 2 * narrowest + between;
  const int columns = std::min(widest, beside ? (screen.columns - between) / 2 : screen.columns);
  std::vector<std::vector<std::string>> drawn;
  for (const Panel& panel : panels) drawn.push_back(panel_lines(panel, columns, screen));
  std::string out;
  const auto add = [&](std::string line) { out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n"; };
  if (beside)
    for (std::size_t i = 0; i < drawn[0].size(); ++i) add(drawn[0][i] + std::string(between, ' ') + drawn[1][i]);
  else
    for (const auto& lines : drawn) std::for_each(lines.begin(), lines.end(), add);
  return out + legend(panels, screen);
}

}  // namespace xp
