#include "reports/list/field.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "framework/base/text.h"
#include "reports/list.h"

namespace xp {
namespace {

/// Numbers before words; NaN behind them, and behind it what is not there.
auto key_of(const Cell& cell) {
  int rank = 3;
  double number = 0;
  std::string word;
  if (!cell.empty()) {
    const Value& value = cell.front();
    if (const auto* whole = value.get<std::int64_t>())
      number = static_cast<double>(*whole), rank = 0;
    else if (const auto* real = value.get<double>())
      rank = std::isnan(*real) ? 2 : 0, number = rank ? 0 : *real;
    else
      word = value.text(), rank = word.empty() ? 3 : 1;
  }
  return std::tuple(rank, number, word);
}

}  // namespace

std::string text_of(const Field& field, const Cell& cell, bool exact) {
  std::vector<std::string> parts;
  for (const Value& value : cell) {
    const auto* real = value.get<double>();
    if (real && !std::isfinite(*real))
      parts.push_back(decimal(*real));
    else if (real && field.measured && !exact)
      parts.push_back(fmt::format("{:.4g}", *real));
    else if (field.kind == Field::moment && !exact)
      parts.push_back(minute(value.text()));
    else
      parts.push_back(real && !exact ? fmt::format("{:.6g}", *real) : field.prefix + value.text());
  }
  return join(parts);
}

void sort_by(const Field& field, bool falling, std::vector<std::size_t>& rows) {
  std::vector<decltype(key_of({}))> keys;
  for (const Cell& cell : field.cells) keys.push_back(key_of(cell));
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t i, std::size_t j) {
    const auto &a = keys[i], &b = keys[j];
    const bool there = std::get<0>(a) < 2 && std::get<0>(b) < 2;
    return falling && there ? b < a : there ? a < b : std::get<0>(a) < std::get<0>(b);
  });
}

std::string nearest_of(const std::string& name, std::vector<std::string> known) {
  std::vector<std::string> found;
  while (found.size() < 3) {
    const std::string near = nearest(name, known);
    if (near.empty()) break;
    found.push_back('"' + near + '"');
    std::erase(known, near);
  }
  if (found.empty()) return "";
  const std::string last = found.back();
  found.pop_back();
  return "did you mean " + (found.empty() ? "" : join(found) + " or ") + last + "?";
}

}  // namespace xp
