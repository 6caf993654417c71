#include "framework/scores/confusion.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace xp {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole ? static_cast<double>(part) / static_cast<double>(whole) : std::numeric_limits<double>::quiet_NaN();
}

template <class Rate>
double mean_where_defined(int classes, Rate rate) {
  double sum = 0;
  int defined = 0;
  for (int c = 0; c < classes; ++c)
    if (const double value = rate(c); !std::isnan(value)) sum += value, ++defined;
  return defined ? sum / defined : std::numeric_limits<double>::quiet_NaN();
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

std::int64_t Confusion::total() const {
  std::int64_t n = 0;
  for (const std::int64_t count : counts_) n += count;
  return n;
}

std::int64_t Confusion::correct() const {
  std::int64_t n = 0;
  for (int c = 0; c < classes_; ++c) n += at(c, c);
  return n;
}

double Confusion::precision(int c) const { return share(at(c, c), predicted_as(c)); }
double Confusion::recall(int c) const { return share(at(c, c), support(c)); }
double Confusion::f1(int c) const { return share(2 * at(c, c), support(c) + predicted_as(c)); }

double Confusion::accuracy() const { return share(correct(), total()); }
double Confusion::balanced_accuracy() const {
  return mean_where_defined(classes_, [this](int c) { return recall(c); });
}
double Confusion::macro_f1() const {
  return mean_where_defined(classes_, [this](int c) { return f1(c); });
}

}  // namespace xp
