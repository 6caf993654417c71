// How often a network is right where what stands beside it is wrong, and the other way round.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/judged.h"
#include "reports/diagnosis/diagnosis.h"

namespace xp {

struct Wins {
  int network = 0, other = 0;  // images that it alone has right
  double p = 1;                // exact McNemar, by group where images have one
  bool better() const;         // beyond chance
  bool worse() const;
  /// "6 images right for the network alone, 0 for the control alone: exact McNemar p = 0.031".
  std::string text(const std::string& other_name) const;
  std::vector<Number> numbers(const std::string& other_name) const;
};
/// `right`: of each prediction, whether the other one is right.
Wins wins(const Judged& network, const std::vector<bool>& right);

}  // namespace xp
