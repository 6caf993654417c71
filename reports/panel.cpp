#include "reports/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"

namespace xp {
namespace {

constexpr int rows = 8, margin = 8;  // the margin holds the labels of y and their space

std::string spaces(int n) { return std::string(static_cast<std::size_t>(std::max(0, n)), ' '); }
std::string filled(const std::string& text, int columns) { return text + spaces(columns - width(text)); }

struct Range {
  double low = INFINITY, high = -INFINITY;
  void take(double value) {
    if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  }
  /// 0 at the low end, 1 at the high end; the middle of a range that has no extent.
  double share(double value) const { return high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5; }
};

/// Dots in Braille cells of two columns and four rows; the bits are Unicode's (U+2800).
class Braille {
 public:
  Braille(int columns, int lines) : columns_(columns), cells_(static_cast<std::size_t>(columns * lines)) {}
  void dot(int x, int y) {
    static constexpr unsigned char bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    cells_[static_cast<std::size_t>(y / 4 * columns_ + x / 2)] |= bits[y % 4][x % 2];
  }
  void segment(int x, int y, int to_x, int to_y) {
    const int steps = std::max({std::abs(to_x - x), std::abs(to_y - y), 1});
    for (int i = 0; i <= steps; ++i)
      dot(static_cast<int>(std::lround(x + static_cast<double>(to_x - x) * i / steps)),
          static_cast<int>(std::lround(y + static_cast<double>(to_y - y) * i / steps)));
  }
  /// Empty where no dot is.
  std::string cell(int column, int line) const {
    const unsigned bits = cells_[static_cast<std::size_t>(line * columns_ + column)];
    if (!bits) return "";
    return {static_cast<char>(0xE2), static_cast<char>(0xA0 | bits >> 6), static_cast<char>(0x80 | (bits & 0x3F))};
  }

 private:
  int columns_;
  std::vector<unsigned char> cells_;
};

class Drawing {
 public:
  Drawing(const Panel& panel, int columns, bool unicode)
      : panel_(panel),
        columns_(columns),
        unicode_(unicode),
        line_(columns, rows),
        dots_(static_cast<std::size_t>(columns * rows)) {
    for (const Series* series : {&panel.line, &panel.dots})
      for (const Point& p : *series) x_.take(static_cast<double>(p.at)), y_.take(height(p.value));
    if (unicode) draw_line();
    draw_dots(panel.dots, ".");
    if (!unicode) draw_dots(panel.line, "o");
  }

  std::string row(int r) const {
    std::string out;
    for (int c = 0; c < columns_; ++c) {
      const std::string line = line_.cell(c, r), &dot = dots_[static_cast<std::size_t>(r * columns_ + c)];
      out += !line.empty() ? line : dot.empty() ? " " : dot;
    }
    return out;
  }
  std::string axis() const {
    std::string out;
    for (int c = 0; c < columns_; ++c)
      out += panel_.mark && c == column(panel_.mark) ? (unicode_ ? "▲" : "^") : unicode_ ? "─" : "-";
    return out;
  }
  std::string ends() const {
    const std::string first = fmt::format("{:.0f}", x_.low), last = fmt::format("{:.0f}", x_.high);
    return first + spaces(columns_ - width(first) - width(last)) + last;
  }
  std::string label(bool high) const {
    const double end = high ? y_.high : y_.low, value = panel_.logarithmic ? std::exp(end) : end;
    if (!std::isfinite(value)) return "";
    return panel_.share ? fmt::format("{:.0f} %", 100 * value) : fmt::format("{:.2g}", value);
  }

 private:
  double height(double value) const { return !panel_.logarithmic ? value : value > 0 ? std::log(value) : std::nan(""); }
  int across(double at, int n) const { return static_cast<int>(std::lround(x_.share(at) * (n - 1))); }
  int down(double value, int n) const { return static_cast<int>(std::lround((1 - y_.share(height(value))) * (n - 1))); }
  int column(double at) const { return across(at, columns_); }

  void draw_line() {
    const Point* before = nullptr;
    for (const Point& p : panel_.line) {
      const bool is = std::isfinite(height(p.value));
      const auto x = [&](const Point& q) { return across(static_cast<double>(q.at), 2 * columns_); };
      const auto y = [&](const Point& q) { return down(q.value, 4 * rows); };
      if (is) line_.segment(x(before ? *before : p), y(before ? *before : p), x(p), y(p));
      before = is ? &p : nullptr;
    }
  }
  void draw_dots(const Series& series, const char* plain) {
    static constexpr const char* heights[] = {"˙", "·", "."};
    for (const Point& p : series) {
      if (!std::isfinite(height(p.value))) continue;
      const int third = down(p.value, 3 * rows), place = unicode_ ? third / 3 : down(p.value, rows);
      dots_[static_cast<std::size_t>(place * columns_ + column(static_cast<double>(p.at)))] =
          unicode_ ? heights[third % 3] : plain;
    }
  }

  const Panel& panel_;
  int columns_;
  bool unicode_;
  Range x_, y_;
  Braille line_;
  std::vector<std::string> dots_;
};

}  // namespace

std::vector<std::string> panel_lines(const Panel& panel, int columns, const Screen& screen) {
  const int inner = std::max(4, columns - margin - 1);
  const Drawing drawing(panel, inner, screen.unicode);
  std::vector<std::string> out{filled(spaces(margin + 1) + panel.title, columns)};
  for (int r = 0; r < rows; ++r) {
    const std::string label = r == 0 || r == rows - 1 ? drawing.label(r == 0) : "";
    out.push_back(spaces(margin - 1 - width(label)) + label + ' ' + (screen.unicode ? "│" : "|") + drawing.row(r));
  }
  out.push_back(spaces(margin) + (screen.unicode ? "└" : "+") + drawing.axis());
  out.push_back(spaces(margin + 1) + drawing.ends());
  return out;
}

}  // namespace xp
