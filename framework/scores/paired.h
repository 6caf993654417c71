// Whether runs that judged the same images differ, beyond what chance does to images.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/interval.h"
#include "framework/scores/scalar.h"

namespace xp {

/// McNemar's exact test where images come in groups: `differences` is, of each group, by how many images more the
/// second run is right than the first; under "both are equally good" each group's sign is as likely as the other.
/// Exact, by convolution; where every group is one image it is mcnemar_exact.
double mcnemar_by_group(const std::vector<int>& differences);

/// Whether several runs are right equally often: `right[run][image]`. p by the chi-square limit; 1 where no image tells
/// any two apart. Cochran, "The comparison of percentages in matched samples", Biometrika 37 (1950).
struct CochranQ {
  double q = 0;
  int degrees = 0;
  double p = 1;
};
CochranQ cochran_q(const std::vector<std::vector<bool>>& right);

/// Two-sided p of "it does not matter which run said what": in each draw the two answers to an image (to all images of
/// a group) change places with probability 1/2; (1 + as large a difference) / (1 + draws). Exact, but for the finite
/// draws, for any score. Of two runs that judged the same images in the same order. NaN where the score is undefined.
double randomisation(const Scalar& scalar, const Judged& first, const Judged& second, int draws = 10000,
                     std::uint64_t seed = 1);

/// Of one score over repeated divisions of the same images, whose training parts overlap.
struct OverFolds {
  int folds = 0;
  double mean = 0, sd = 0;
  Interval interval;  // t, with the correction
  double t = 0, p = 1;
};
/// `test_per_training`: images of a fold's test part over those that it learned from; 0 for seeds that share the split
/// and for anything else that does not overlap. Variance × (1/n + test/train): Nadeau and Bengio, "Inference for the
/// generalization error", Machine Learning 52 (2003). Fewer than 2 values: no interval (NaN), p = 1. Without any
/// spread: p = 1 where the mean is 0, else 0, and the interval is the mean.
OverFolds over_folds(const std::vector<double>& values, double test_per_training, double confidence = 0.95);

/// Images that a test set must have for McNemar's test to find a `difference` of accuracy with such a `power`, where
/// the two runs disagree in being right on a share `discordant` of them (at least |difference|). Connor, "Sample size
/// for testing differences in proportions for the paired-sample design", Biometrics 43 (1987).
std::int64_t images_needed(double difference, double discordant, double alpha = 0.05, double power = 0.8);

/// What the best of several runs would be expected to reach if none were better than another: the mean over draws in
/// which each image's answers are dealt to the runs anew. `right[run][image]`; of accuracy.
struct ExpectedBest {
  double mean = 0;  // of the best of them
  double best = 0;  // as seen
  double p = 1;     // share of draws whose best is at least as good
};
ExpectedBest expected_best(const std::vector<std::vector<bool>>& right, int draws = 10000, std::uint64_t seed = 1);

}  // namespace xp
