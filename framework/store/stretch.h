// Values of steps as they are kept: many in one row.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "framework/store/record.h"

namespace xp {

class Row;

/// Values of one metric, in the order in which they were recorded. Where the steps rise by the same number each time,
/// that is the stride; where they rise otherwise it is 0, where they go back or repeat -1, and they are listed.
struct Stretch {
  std::int64_t first = 0, last = 0, stride = 1;  // first and last: the least step and the greatest
  std::vector<std::int64_t> steps;
  std::vector<double> values;
};

/// A row holds so many at most, half a megabyte of each: what is read or divided at once stays small.
inline constexpr std::size_t longest_stretch = 65'536;

/// Of at least one point, and no more than the longest.
Stretch stretch(std::span<const Point> points);
/// Of columns c to c + 4: first, last, stride, steps, values.
Stretch stretch(const Row& row, int c);
Series points(const Stretch& stretch);

/// Rising, of each step what came last.
Series latest(Series in_order_of_writing);
/// How many values were recorded for a step that had another one. A NaN is no other than a NaN.
std::int64_t rewritings(Series in_order_of_writing);
/// The same bits, or both NaN.
bool same_value(double a, double b);
/// The same steps in the same order, each with the same value.
bool same_series(const Series& a, const Series& b);

}  // namespace xp
