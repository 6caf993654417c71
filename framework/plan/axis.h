// What a sweep varies, and where the values come from: a list, or a distribution that a random search draws from.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/random.h"
#include "framework/base/value.h"

namespace xp {

/// Where a number is drawn from. Real numbers are rounded to four significant digits: a table shows what ran, and the
/// last bits of a machine's logarithm do not matter.
class Distribution {
 public:
  enum class Shape { uniform, log_uniform, integers };

  /// Throws Error unless low < high, and 0 < low where it is log_uniform.
  Distribution(Shape shape, double low, double high);
  /// One value in [low, high], both ends included.
  Value draw(Random& random) const;
  /// How many different values there are; none where they are real numbers.
  std::optional<double> size() const;
  /// "log_uniform(1e-05, 0.01)"
  std::string text() const;

 private:
  Shape shape_;
  double low_, high_;
};

/// Each decade as likely as the next: for rates and penalties.
Distribution log_uniform(double low, double high);
Distribution uniform(double low, double high);
/// Whole numbers, both ends included.
Distribution integers(std::int64_t low, std::int64_t high);
/// The values themselves, by the name that a random search reads well with.
std::vector<Value> one_of(std::vector<Value> values);

struct Axis {
  std::string setting;                            // "model.dropout", "seed", "train.epochs"
  std::vector<Value> values;                      // of a grid; a random search draws among them
  std::optional<Distribution> distribution = {};  // instead of values
};

}  // namespace xp
