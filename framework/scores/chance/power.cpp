#include "framework/scores/chance/power.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>

namespace xp {
namespace {

using boost::math::binomial, boost::math::cdf, boost::math::pdf;

/// P(X <= k), X ~ Bin(n, q), for n and k that grow one by one: each step takes a few products.
class Tail {
 public:
  Tail(std::int64_t n, std::int64_t k, double q) : n_(static_cast<double>(n)), k_(static_cast<double>(k)), q_(q) {
    if (k < 0) return;
    const binomial of(n_, q_);
    below_ = cdf(of, k_), at_ = pdf(of, k_);
  }
  double value() const { return below_; }
  void grow_n() {
    below_ -= q_ * at_;
    at_ *= (1 - q_) * (n_ + 1) / (n_ + 1 - k_);
    ++n_;
  }
  void grow_k() {
    at_ = k_ < 0 ? std::pow(1 - q_, n_) : at_ * (n_ - k_) / (k_ + 1) * q_ / (1 - q_);
    below_ += at_;
    ++k_;
  }

 private:
  double n_, k_, q_, below_ = 0, at_ = 0;
};

/// The most losses among `flips` with which McNemar's exact test is still below alpha; −1: none.
std::int64_t most_losses(std::int64_t flips, double alpha) {
  const auto significant = [&](std::int64_t k) {
    return 2 * k < flips && 2 * cdf(binomial(static_cast<double>(flips), 0.5), static_cast<double>(k)) < alpha;
  };
  std::int64_t losses = -1, too_many = flips / 2 + 1;
  while (too_many - losses > 1) {
    const std::int64_t middle = losses + (too_many - losses) / 2;
    (significant(middle) ? losses : too_many) = middle;
  }
  return losses;
}

}  // namespace

double mcnemar_power(std::int64_t images, double difference, double discordant, double alpha) {
  assert(images >= 0 && alpha > 0 && std::abs(difference) <= discordant && discordant <= 1);
  if (images == 0 || discordant == 0) return 0;
  const auto n = static_cast<double>(images), middle = n * discordant;
  const double spread = 7.5 * std::sqrt(middle * (1 - discordant) + 1);
  const auto least = discordant < 1 ? static_cast<std::int64_t>(middle - spread) : images;
  const auto first = std::max(std::int64_t{1}, least);
  const auto last = std::min(images, static_cast<std::int64_t>(middle + spread) + 1);
  const double lose = std::max(1e-15, (1 - std::abs(difference) / discordant) / 2);
  // As flips grow, what is allowed to be lost never shrinks, and grows by one at most.
  const std::int64_t losses = most_losses(first, alpha);
  Tail test(first, losses + 1, 0.5), better(first, losses, lose), worse(first, losses, 1 - lose);
  double power = 0, drawn = pdf(binomial(n, discordant), static_cast<double>(first));
  for (std::int64_t flips = first; flips <= last; ++flips) {
    if (flips > first) test.grow_n(), better.grow_n(), worse.grow_n();
    if (2 * test.value() < alpha) test.grow_k(), better.grow_k(), worse.grow_k();
    power += drawn * (better.value() + worse.value());
    const auto d = static_cast<double>(flips);
    if (discordant < 1) drawn *= (n - d) / (d + 1) * discordant / (1 - discordant);
  }
  return std::min(1.0, power);
}

double images_needed_approximately(double difference, double discordant, double alpha, double power) {
  assert(difference != 0 && std::abs(difference) <= discordant);
  const boost::math::normal normal;
  const double z_alpha = quantile(normal, 1 - alpha / 2), z_power = quantile(normal, power);
  const double sum = z_alpha * std::sqrt(discordant) + z_power * std::sqrt(discordant - difference * difference);
  return sum * sum / (difference * difference);
}

std::int64_t images_needed(double difference, double discordant, double alpha, double power) {
  assert(difference != 0 && std::abs(difference) <= 1);
  discordant = std::clamp(discordant, std::abs(difference), 1.0);
  const double about = images_needed_approximately(difference, discordant, alpha, power);
  if (about * discordant > 10000) return static_cast<std::int64_t>(std::ceil(about + 2 / std::abs(difference)));
  const auto enough = [&](std::int64_t n) { return mcnemar_power(n, difference, discordant, alpha) >= power; };
  // The exact test's threshold costs one to two flips: the answer is next to there.
  auto few = static_cast<std::int64_t>(about), many = few + static_cast<std::int64_t>(2 / std::abs(difference)) + 2;
  while (few > 0 && enough(few)) many = few, few /= 2;
  while (!enough(many)) few = many, many += many / 2 + 1;
  while (many - few > 1) {
    const std::int64_t middle = few + (many - few) / 2;
    (enough(middle) ? many : few) = middle;
  }
  return many;
}

}  // namespace xp
