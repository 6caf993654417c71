// Where a curve changes its way.
#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/diagnosis/history.h"

namespace xp {
namespace {

/// Of each beginning of `values`: the squared error of the falling sequence that fits it best. Pooling adjacent
/// violators; `levels`, where it is wanted, takes the fit of all of them.
std::vector<double> falling(const std::vector<double>& values, std::vector<double>* levels = nullptr) {
  struct Block {
    double mean, size, error;
  };
  std::vector<Block> blocks;
  std::vector<double> out;
  double error = 0;
  for (const double value : values) {
    Block b{value, 1, 0};
    while (!blocks.empty() && blocks.back().mean <= b.mean) {
      const Block& a = blocks.back();
      error -= a.error;
      const double apart = a.mean - b.mean;
      b = {(a.mean * a.size + b.mean * b.size) / (a.size + b.size), a.size + b.size,
           a.error + b.error + apart * apart * a.size * b.size / (a.size + b.size)};
      blocks.pop_back();
    }
    error += b.error;
    blocks.push_back(b);
    out.push_back(error);
  }
  if (levels)
    for (const Block& b : blocks) levels->insert(levels->end(), static_cast<std::size_t>(b.size), b.mean);
  return out;
}

/// Place of the lowest point of the best fall and rise. Of those that fit alike, and of the points beside them, which a
/// running median of three may have taken the low from, the last that is lowest in itself.
std::size_t lowest_of(const std::vector<double>& values, const Series& raw) {
  const std::size_t n = values.size();
  const std::vector<double> before = falling(values), after = falling({values.rbegin(), values.rend()});
  std::vector<double> errors;
  for (std::size_t i = 0; i < n; ++i) errors.push_back(before[i] + (i + 1 < n ? after[n - 2 - i] : 0));
  const double least = *std::min_element(errors.begin(), errors.end());
  const auto fits = [&](std::size_t i) { return i < n && errors[i] <= least + 1e-12; };
  std::size_t best = n;
  for (std::size_t i = 0; i < n; ++i)
    if ((fits(i) || fits(i + 1) || (i && fits(i - 1))) && (best == n || raw[i].value <= raw[best].value)) best = i;
  return best;
}

/// Theil's median of the slopes between all pairs of the `count` points before the last `after`, an epoch.
double slope(const Series& points, std::size_t count, std::size_t after = 0) {
  std::vector<double> slopes;
  const std::size_t end = points.size() - after, step = 1 + count / 500;  // of thousands, some are enough
  for (std::size_t i = end - count; i < end; i += step)
    for (std::size_t j = i + step; j < end; j += step)
      slopes.push_back((points[j].value - points[i].value) / static_cast<double>(points[j].at - points[i].at));
  return median(slopes);
}

bool below_zero(const Series& loss) {
  return std::any_of(loss.begin(), loss.end(), [](const Point& p) { return p.value < 0; });
}

Series logarithms(const Series& loss) {
  Series out = finite(loss);
  for (Point& p : out) p.value = std::log(std::max(p.value, 1e-9));
  return out;
}

}  // namespace

Turn turn(const Series& loss, double share) {
  const bool plain = below_zero(loss);
  const Series points = plain ? smoothed(loss, 3) : logarithms(smoothed(loss, 3));
  if (points.empty()) return {};
  std::vector<double> values;
  for (const Point& p : points) values.push_back(p.value);
  const std::size_t lowest = lowest_of(values, finite(loss));
  const std::size_t from = lowest >= 2 ? lowest - 2 : 0, to = std::min(values.size(), lowest + 3);
  const double around =
      median({values.begin() + static_cast<std::ptrdiff_t>(from), values.begin() + static_cast<std::ptrdiff_t>(to)});
  Turn out{points[lowest].at, 0, plain ? around : std::exp(around), end_level(loss)};
  // A running median of 5 has about 0.54 of the noise of a point: three of those.
  const double clear = std::max(share * std::abs(out.low), 3 * 0.54 * noise(loss));
  if (points.size() < 5 || lowest + 1 >= points.size() || out.end - out.low <= clear) return out;
  out.since = points[lowest + 1].at;
  return out;
}

double fall(const Series& loss, int fifths) {
  const Series points = logarithms(loss);
  if (points.size() < 4 || below_zero(loss)) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t count =
      std::min(points.size(), std::max<std::size_t>(4, (points.size() * static_cast<std::size_t>(fifths) + 2) / 5));
  const double by = slope(points, count) * static_cast<double>(points.size()) / 5;
  return by < 0 ? 1 - std::exp(by) : 0;
}

double still_to_fall(const Series& loss) {
  const Series points = finite(loss);
  if (points.size() < 8) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t count = std::max<std::size_t>(4, (2 * points.size() + 2) / 5);
  const double now = slope(points, count), before = slope(points, std::min(count, points.size() - count), count);
  if (!(now < 0)) return 0;
  // From the middle of the last two fifths to that of the next one is three quarters of the way between the two pairs.
  const double slackens = before < now ? std::pow(now / before, 0.75) : 1;
  return -now * slackens * static_cast<double>(points.size()) / 5;
}

double trend(const Series& series) {
  const Series points = finite(series);
  return points.size() < 4 ? std::numeric_limits<double>::quiet_NaN() : slope(points, points.size() / 2);
}

std::int64_t quickens(const Series& counts) {
  const Series points = finite(counts);
  double all = 0, before = 0, most = 2;  // in nats: a change that is less likely than that is none
  for (const Point& p : points) all += p.value;
  std::int64_t out = all > 0 && !points.empty() ? points.front().at : 0;
  const auto n = static_cast<double>(points.size());
  const auto likely = [](double count, double epochs) { return count > 0 ? count * std::log(count / epochs) : 0; };
  for (std::size_t i = 1; i < points.size(); ++i) {
    before += points[i - 1].value;
    const auto k = static_cast<double>(i);
    const double gain = likely(before, k) + likely(all - before, n - k) - likely(all, n);
    if ((all - before) / (n - k) > before / k && gain > most) most = gain, out = points[i].at;
  }
  return out;
}

std::int64_t widens(const Series& series, double least) {
  const Series points = finite(series), smooth = smoothed(points);
  std::vector<double> squares;
  double all = 0, before = 0, most = 2;
  for (std::size_t i = 0; i < points.size(); ++i) {
    squares.push_back(std::pow(points[i].value - smooth[i].value, 2) + least * least);
    all += squares.back();
  }
  std::int64_t out = points.empty() ? 0 : points.front().at;
  const auto n = static_cast<double>(squares.size());
  for (std::size_t i = 1; i + 2 < squares.size(); ++i) {
    before += squares[i - 1];
    const auto k = static_cast<double>(i);
    if ((all - before) / (n - k) <= before / k) continue;
    const double gain =
        -k / 2 * std::log(before / k) - (n - k) / 2 * std::log((all - before) / (n - k)) + n / 2 * std::log(all / n);
    if (gain > most) most = gain, out = points[i].at;
  }
  return out;
}

}  // namespace xp
