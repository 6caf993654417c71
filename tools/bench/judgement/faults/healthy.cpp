#include "tools/bench/judgement/faults/healthy.h"

#include <algorithm>
#include <cmath>

namespace xp::bench {
namespace {

bool learned(const Drawn& d) {
  const double better = 4 * std::sqrt(0.25 / d.setup.test), guess = std::max(largest(d.setup), 0.05 + largest(d.setup));
  const int end = d.setup.epochs;
  for (int c = 0; c < static_cast<int>(d.setup.shares.size()); ++c)
    if (recall(d.setup, c, d.course.validation.back(), d.course.sureness.back()) < 0.5 ||
        d.setup.shares[static_cast<std::size_t>(c)] * std::min(d.setup.test, d.setup.validation) < 4)
      return false;
  return on_validation(d, end).accuracy > guess + better;
}

bool without_fault(const Drawn& d) {
  const int end = d.setup.epochs;
  if (std::abs(in_training(d, end).accuracy - on_validation(d, end).accuracy) > 0.04) return false;
  double least = INFINITY;
  for (int e = 1; e <= end; ++e) least = std::min(least, on_validation(d, e).loss);
  const double last = on_validation(d, end).loss, before = on_validation(d, end - (end + 4) / 5).loss;
  return last <= std::max(1.05 * least, least + 0.01) && last > 0.96 * before && learned(d);
}

}  // namespace

Expected on_validation(const Drawn& d, int epoch) {
  const auto i = static_cast<std::size_t>(epoch);
  return expected(d.setup, d.course.validation[i], d.course.sureness[i]);
}

Expected in_training(const Drawn& d, int epoch) {
  const auto i = static_cast<std::size_t>(epoch);
  return expected(d.setup, (d.course.train[i - 1] + d.course.train[i]) / 2 - d.setup.hurt,
                  (d.course.sureness[i - 1] + d.course.sureness[i]) / 2);
}

int within(int epochs, double low, double high, Random& random) {
  return std::clamp(static_cast<int>(std::lround(epochs * random.uniform(low, high))), 2, std::max(2, epochs - 3));
}

double largest(const Setup& setup) { return *std::max_element(setup.shares.begin(), setup.shares.end()); }

Drawn healthy(Random& random) {
  for (;;) {
    Drawn d{drawn_setup(random), {}};
    d.course = drawn_course(d.setup, random.uniform(1, 4), random);
    const double behind = random.uniform(0, 0.1);
    for (double& ability : d.course.validation) ability *= 1 - behind;
    if (without_fault(d)) return d;
  }
}

Planted as_drawn(Random& random) {
  Drawn d{drawn_setup(random), {}};
  d.course = drawn_course(d.setup, random.uniform(1, 4), random);
  const double behind = random.uniform(0, 0.1);
  for (double& ability : d.course.validation) ability *= 1 - behind;
  return {recorded(d.setup, d.course, random), ""};
}

/// What early stopping left of it is healthy too.
Planted without_fault(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    Planted out{recorded(d.setup, d.course, random), ""};
    const auto kept = static_cast<std::size_t>(d.setup.epochs = out.record.run.epochs) + 1;
    d.course.validation.resize(kept), d.course.train.resize(kept), d.course.sureness.resize(kept);
    const int chosen = out.record.run.chosen_epoch;
    if (without_fault(d) && on_validation(d, chosen).accuracy > on_validation(d, d.setup.epochs).accuracy - 0.03)
      return out;
  }
}

}  // namespace xp::bench
