#include "framework/scores/confusion.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace xp {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double share(std::int64_t part, std::int64_t whole) {
  return whole ? static_cast<double>(part) / static_cast<double>(whole) : undefined;
}

}  // namespace

Confusion::Confusion(int classes) : classes_(classes), counts_(static_cast<std::size_t>(classes) * classes) {}

Confusion::Confusion(const std::vector<Prediction>& predictions, int classes) : Confusion(classes) {
  for (const Prediction& p : predictions) add(p.label, xp::predicted(p));
}

void Confusion::add(int truth, int predicted, std::int64_t times) {
  assert(truth >= 0 && truth < classes_ && predicted >= 0 && predicted < classes_);
  counts_[static_cast<std::size_t>(truth) * classes_ + predicted] += times;
}

std::int64_t Confusion::at(int truth, int predicted) const {
  assert(truth >= 0 && truth < classes_ && predicted >= 0 && predicted < classes_);
  return counts_[static_cast<std::size_t>(truth) * classes_ + predicted];
}

std::int64_t Confusion::support(int truth) const {
  std::int64_t n = 0;
  for (int c = 0; c < classes_; ++c) n += at(truth, c);
  return n;
}

std::int64_t Confusion::predicted_as(int predicted) const {
  std::int64_t n = 0;
  for (int c = 0; c < classes_; ++c) n += at(c, predicted);
  return n;
}

std::int64_t Confusion::total() const { return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0}); }

std::int64_t Confusion::correct() const {
  std::int64_t n = 0;
  for (int c = 0; c < classes_; ++c) n += at(c, c);
  return n;
}

double Confusion::precision(int c) const { return share(at(c, c), predicted_as(c)); }
double Confusion::recall(int c) const { return share(at(c, c), support(c)); }
double Confusion::specificity(int c) const {
  const std::int64_t others = total() - support(c);
  return share(others - (predicted_as(c) - at(c, c)), others);
}
double Confusion::f1(int c) const { return share(2 * at(c, c), support(c) + predicted_as(c)); }

double Confusion::macro(Rate rate) const {
  double sum = 0, defined = 0;
  for (int c = 0; c < classes_; ++c)
    if (const double value = (this->*rate)(c); !std::isnan(value)) sum += value, ++defined;
  return defined > 0 ? sum / defined : undefined;
}

double Confusion::weighted(Rate rate) const {
  double sum = 0, images = 0;
  for (int c = 0; c < classes_; ++c)
    if (const double value = (this->*rate)(c); !std::isnan(value)) {
      const auto weight = static_cast<double>(support(c));
      sum += weight * value, images += weight;
    }
  return images > 0 ? sum / images : undefined;
}

double Confusion::accuracy() const { return share(correct(), total()); }
double Confusion::balanced_accuracy() const { return macro(&Confusion::recall); }
double Confusion::macro_f1() const { return macro(&Confusion::f1); }

std::int64_t Confusion::products(Margin a, Margin b) const {
  std::int64_t sum = 0;
  for (int c = 0; c < classes_; ++c) sum += (this->*a)(c) * (this->*b)(c);
  return sum;
}

double Confusion::kappa() const {
  const std::int64_t n = total(), by_chance = products(&Confusion::support, &Confusion::predicted_as);
  return share(n * correct() - by_chance, n * n - by_chance);
}

double Confusion::mcc() const {
  const std::int64_t n = total();
  const auto spread = [&](Margin m) { return static_cast<double>(n * n - products(m, m)); };
  const double truth = spread(&Confusion::support), said = spread(&Confusion::predicted_as);
  if (truth == 0 || said == 0) return undefined;
  const std::int64_t together = n * correct() - products(&Confusion::support, &Confusion::predicted_as);
  return static_cast<double>(together) / (std::sqrt(truth) * std::sqrt(said));
}

}  // namespace xp
