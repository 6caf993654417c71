// What text is made of in a terminal: small curves, and lines that end where the screen does.
#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/text.h"

namespace xp {

std::string sparkline(const Series& series, int columns) {
  static const char* const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = INFINITY, high = -INFINITY;
  for (const Point& p : series)
    if (std::isfinite(p.value)) low = std::min(low, p.value), high = std::max(high, p.value);
  std::string out;
  const std::size_t n = series.size(), wide = std::min(n, static_cast<std::size_t>(std::max(0, columns)));
  for (std::size_t i = 0; i < wide; ++i) {
    const double value = series[(i + 1) * n / wide - 1].value;
    if (!std::isfinite(value))
      out += "·";
    else
      out += levels[high > low ? std::min(7, static_cast<int>(8 * ((value - low) / (high - low)))) : 0];
  }
  return out;
}

std::string wrapped(const std::string& text, int columns, int indent) {
  std::string out, space(static_cast<std::size_t>(indent), ' ');
  int at = indent;
  const std::vector<std::string> parts = split(printable(text), ' ');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string word = parts[i];
    while (i + 1 < parts.size() && parts[i + 1].starts_with('%')) word += ' ' + parts[++i];  // a number keeps its unit
    const int wide = width(word);
    if (at > indent && at + 1 + wide > columns) out += "\n" + space, at = indent;
    if (at > indent) out += ' ', ++at;
    out += word, at += wide;
  }
  return out;
}

}  // namespace xp
