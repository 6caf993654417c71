#include "framework/store/stretch.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "framework/store/db.h"

namespace xp {
namespace {

bool by_step(const Point& a, const Point& b) { return a.at < b.at; }

bool rising(std::span<const Point> points) {
  return std::adjacent_find(points.begin(), points.end(), [](auto& a, auto& b) { return !by_step(a, b); }) ==
         points.end();
}

/// Of rising points; 0: uneven, or beyond the range of numbers.
std::int64_t stride_of(std::span<const Point> points) {
  if (points.size() == 1) return 1;
  std::int64_t stride = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    std::int64_t apart = 0;
    if (__builtin_sub_overflow(points[i].at, points[i - 1].at, &apart)) return 0;
    if (stride && apart != stride) return 0;
    stride = apart;
  }
  return stride;
}

}  // namespace

Stretch stretch(std::span<const Point> points) {
  const auto [least, greatest] = std::minmax_element(points.begin(), points.end(), by_step);
  Stretch out{least->at, greatest->at, rising(points) ? stride_of(points) : -1, {}, {}};
  if (out.stride <= 0)
    for (const Point& p : points) out.steps.push_back(p.at);
  for (const Point& p : points) out.values.push_back(p.value);
  return out;
}

Stretch stretch(const Row& row, int c) {
  return {row.integer(c), row.integer(c + 1), row.integer(c + 2), row.numbers<std::int64_t>(c + 3), row.reals(c + 4)};
}

Series points(const Stretch& of) {
  Series out(of.values.size());
  const auto first = static_cast<std::uint64_t>(of.first), stride = static_cast<std::uint64_t>(of.stride);
  for (std::size_t i = 0; i < out.size(); ++i)  // modulo 2^64: half of the range lies between some
    out[i] = {of.stride > 0 ? static_cast<std::int64_t>(first + i * stride) : of.steps.at(i), of.values[i]};
  return out;
}

Series latest(Series all) {
  if (rising(all)) return all;
  std::stable_sort(all.begin(), all.end(), by_step);
  Series out;
  for (const Point& p : all)
    if (!out.empty() && out.back().at == p.at)
      out.back() = p;
    else
      out.push_back(p);
  return out;
}

std::int64_t rewritings(Series all) {
  std::stable_sort(all.begin(), all.end(), by_step);
  std::int64_t out = 0;
  for (std::size_t i = 1; i < all.size(); ++i)
    out += all[i].at == all[i - 1].at && !same_value(all[i].value, all[i - 1].value);
  return out;
}

bool same_value(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

bool same_series(const Series& a, const Series& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Point& x, const Point& y) { return x.at == y.at && same_value(x.value, y.value); });
}

}  // namespace xp
