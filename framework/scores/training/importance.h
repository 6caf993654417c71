// How much of the spread between trials each setting explains.
#pragma once
#include <string>
#include <vector>

#include "framework/base/value.h"

namespace xp {

/// One setting that varies: a value a trial. Numbers are ordered, everything else is not.
struct Factor {
  std::string name;
  std::vector<Value> values;
};

struct Importance {
  enum class Method {
    none,             // too few trials, or all with the same score: `why`
    variance_shares,  // a full grid, each combination equally often: main effects of the analysis of variance (η²)
    forest            // anything else: main effects of functional ANOVA on a regression forest
  };
  struct Share {
    std::string name;
    double share = 0;      // of the variance between trials, 0 to 1
    double by_chance = 0;  // what a setting without any effect would be given, on average
  };
  Method method = Method::none;
  std::string why;
  int trials = 0;             // with a score
  std::vector<Share> shares;  // largest first
  double rest = 0;            // interactions, seeds and chance

  bool says() const { return method != Method::none; }
};

/// `scores`: one a trial; those that are no finite number are left out.
///
/// Variance shares are sums of squares over the total; by chance, (values − 1) / (trials − 1), which is exact when
/// scores are dealt out at random. Too few: fewer than twice as many trials as main effects need.
///
/// Forest: Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014, with
/// each setting's values weighted as often as they were tried, so that a rate drawn by decades counts by decades; by
/// chance is the mean over forests on shuffled scores. Too few: less than 8 trials and 4 more a setting.
Importance importance(const std::vector<Factor>& factors, const std::vector<double>& scores);

/// "variance shares: main effects in a full grid of 24 trials", "functional ANOVA on a regression forest, 24 trials".
std::string text(const Importance& importance);

}  // namespace xp
