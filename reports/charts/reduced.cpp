#include "reports/charts/reduced.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xp {
namespace {

void add_extremes(const std::vector<double>& column, std::size_t begin, std::size_t end,
                  std::vector<std::size_t>& rows) {
  const std::size_t none = end;
  std::size_t low = none, high = none;
  for (std::size_t i = begin; i < end; ++i) {
    if (!std::isfinite(column[i])) continue;
    if (low == none || column[i] < column[low]) low = i;
    if (high == none || column[i] > column[high]) high = i;
  }
  if (low == none) return;
  rows.push_back(low), rows.push_back(high);
}

}  // namespace

std::vector<std::size_t> kept_rows(const std::vector<const std::vector<double>*>& columns, std::size_t most) {
  std::vector<std::size_t> rows;
  const std::size_t n = columns.empty() ? 0 : columns[0]->size();
  if (n <= most) {
    rows.resize(n);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
  }
  const std::size_t buckets = std::max<std::size_t>(1, most / (2 * columns.size()));
  for (std::size_t b = 0; b < buckets; ++b) {
    const auto first = static_cast<std::ptrdiff_t>(rows.size());
    for (const auto* column : columns) add_extremes(*column, b * n / buckets, (b + 1) * n / buckets, rows);
    std::sort(rows.begin() + first, rows.end());
  }
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace xp
