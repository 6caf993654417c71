#include "framework/plan/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"

namespace xp {
namespace {

double four_digits(double x) { return std::stod(fmt::format("{:.3e}", x)); }

const char* name(Distribution::Shape shape) {
  switch (shape) {
    case Distribution::Shape::uniform: return "uniform";
    case Distribution::Shape::log_uniform: return "log_uniform";
    case Distribution::Shape::integers: return "integers";
  }
  return "";
}

}  // namespace

Distribution::Distribution(Shape shape, double low, double high) : shape_(shape), low_(low), high_(high) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high))
    throw Error(text() + " draws nothing", "the smaller number comes first, and they differ");
  if (shape == Shape::log_uniform && !(low > 0))
    throw Error(text() + ": a logarithm begins above 0", fmt::format("uniform({}, {}), or a small number", low, high));
}

Value Distribution::draw(Random& random) const {
  if (shape_ == Shape::integers)
    return static_cast<std::int64_t>(low_) +
           static_cast<std::int64_t>(random.below(static_cast<std::size_t>(high_ - low_) + 1));
  const double x = shape_ == Shape::uniform ? random.uniform(low_, high_)
                                            : std::exp(random.uniform(std::log(low_), std::log(high_)));
  return std::clamp(four_digits(x), low_, high_);
}

std::optional<double> Distribution::size() const {
  if (shape_ != Shape::integers) return std::nullopt;
  return high_ - low_ + 1;
}

std::string Distribution::text() const {
  return fmt::format("{}({}, {})", name(shape_), Value(low_).text(), Value(high_).text());
}

Distribution log_uniform(double low, double high) { return {Distribution::Shape::log_uniform, low, high}; }
Distribution uniform(double low, double high) { return {Distribution::Shape::uniform, low, high}; }
Distribution integers(std::int64_t low, std::int64_t high) {
  return {Distribution::Shape::integers, static_cast<double>(low), static_cast<double>(high)};
}
std::vector<Value> one_of(std::vector<Value> values) { return values; }

}  // namespace xp
