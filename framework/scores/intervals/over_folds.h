// Scores over folds or seeds, or what two runs differ by on each: their mean, and how sure it is.
#pragma once
#include <limits>
#include <string>
#include <vector>

#include "framework/scores/intervals/interval.h"

namespace xp {

/// Of one score over repeated divisions of the same images, whose training parts overlap.
struct OverFolds {
  int folds = 0;                                                      // those with a value
  double mean = std::numeric_limits<double>::quiet_NaN(), sd = mean;  // sd with n − 1; NaN below 2 values
  Interval interval{mean, mean};                                      // t, with the correction
  double t = 0, p = 1;                                                // of "the mean is 0", two-sided
};
/// `test_per_training`: images of a fold's test part over those that it learned from, 1/(k − 1) for k folds; 0 for
/// seeds that share the split and for anything else that does not overlap; NaN where nobody knows: then there is no
/// interval, and p = 1. Variance × (1/n + test/train): Nadeau and
/// Bengio, "Inference for the generalization error", Machine Learning 52 (2003). Values that are NaN are left out.
/// Fewer than 2 values, or values without any spread: no interval (NaN), t = 0, p = 1. Folds of a few images are often
/// all alike by chance, and a t interval of width 0 then holds the truth in a quarter to two thirds of tests
/// (docs/judgement.md); it has nothing to measure doubt by. Limits are cut at the ends of `scale`: the truth is not
/// beyond them, so the interval holds it as often.
OverFolds over_folds(const std::vector<double>& values, double test_per_training, double confidence = 0.95,
                     const Interval& scale = {-std::numeric_limits<double>::infinity(),
                                              std::numeric_limits<double>::infinity()});

/// From the least to the largest value that a score can have: 0 to 1, but -1 to 1 for mcc and kappa, 0 to 2 for brier,
/// and 0 to infinity for loss.
Interval scale_of(const std::string& score);

}  // namespace xp
