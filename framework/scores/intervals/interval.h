// How much a count of right answers proves: intervals beside rates, and paired tests between two networks that judged
// the same images. In a pair, `b` images were right with the first network only and `c` with the second only.
#pragma once
#include <cstdint>

namespace xp {

struct Interval {
  double low = 0, high = 0;
  bool contains(double value) const { return low <= value && value <= high; }
};

/// Score interval for `k` of `n` (0 <= k <= n); {0, 1} where n is 0.
///   (k + z²/2 ± z·√(k(n−k)/n + z²/4)) / (n + z²)
/// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
Interval wilson(std::int64_t k, std::int64_t n, double confidence = 0.95);

/// Two-sided exact test of "both networks are right equally often": min(1, 2·P(X <= min(b, c))), X ~ Bin(b + c, 1/2).
/// 1 where the two never differ. McNemar, Psychometrika 12 (1947).
double mcnemar_exact(std::int64_t b, std::int64_t c);
/// The same less P(X = min(b, c)): less conservative, and nearly always below its nominal level.
/// Fagerland, Lydersen, Laake, BMC Medical Research Methodology 13:91 (2013).
double mcnemar_mid_p(std::int64_t b, std::int64_t c);

/// The fewest images by which one network must win, losing none, for mcnemar_exact < alpha: 6 at 0.05. A test set of
/// n images can show no smaller difference than this over n, and none at all where n is smaller than this.
int smallest_significant_flips(double alpha = 0.05);

/// Score interval for the difference of two paired shares, (b - c) / n, with n > 0 images in all: every difference that
/// McNemar's test without continuity correction would not reject, with nuisance parameters at their constrained
/// maximum. {-1, 1} where n is 0. It excludes 0 from four wins to none on, where the exact test wants six: verdicts go
/// by the exact test. Tango, "Equivalence test and confidence interval for the difference in proportions for the
/// paired-sample design", Statistics in Medicine 17 (1998).
Interval paired_difference(std::int64_t b, std::int64_t c, std::int64_t n, double confidence = 0.95);

}  // namespace xp
