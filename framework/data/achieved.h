// What a division came to: how many samples of each class lie in each part, against what was asked for.
#pragma once
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "framework/data/sample.h"

namespace xp {

/// A class, or the whole, in a part.
struct Holding {
  std::int64_t samples = 0, groups = 0;     // a sample without a group is one of its own
  double wanted = std::nan("");             // samples; NaN where nobody asked for a share
  double share = 0, wanted_share = wanted;  // of the class's samples, or of the whole

  /// By more than rounding to whole samples explains.
  bool is_off() const { return std::abs(static_cast<double>(samples) - wanted) >= 1 + 1e-9; }
};

struct Achieved {
  using Row = std::array<Holding, 3>;  // train, validation, test, as `parts` has them
  std::vector<std::string> classes;
  std::vector<Row> of_class;  // one a class
  Row whole;
  std::vector<std::string> torn;  // groups that lie in more than one part, in order
};

Achieved achieved(const Listing& listing, const Division& division);

/// A sentence for whatever a person should know of it: shares that are off by more than rounding explains, classes that
/// a part lacks, groups in more than one part. Empty where all is as it should be.
std::vector<std::string> remarks(const Achieved& achieved);

}  // namespace xp
