// The scores of runs that judged the same images, and what they differ by, each with its interval and its own test.
#pragma once
#include <vector>

#include "reports/comparison/comparison.h"
#include "reports/comparison/shared.h"

namespace xp {

/// accuracy, balanced accuracy, macro F1, AUC, MCC, loss, Brier; and `by`, where it is none of them.
std::vector<Scalar> compared_scalars(const Scalar& by);
/// As scalar_named, and as papers say it: "AUC", "F1" (macro), "sensitivity:Scol", "PPV:Scol".
Scalar scalar_asked(const std::string& text, const std::vector<std::string>& classes);
/// What ranks images, and so cannot be taken over folds together: each fold's network has a scale of its own.
bool ranks(const Scalar& scalar);

/// On 20 images DeLong's test alone tells equal runs apart in up to 6 of 100 pairs (docs/judgement.md): up to this
/// many, the larger p of it and of randomisation counts.
inline constexpr int few_images = 100;

struct Scoring {
  std::vector<Scalar> scalars;
  std::vector<std::vector<Figure>> figures;          // [of shared.runs][scalar]
  std::vector<std::vector<Difference>> differences;  // [pair of shared.runs, as Resampled::pair][scalar]
  std::string key;                                   // of the images, the scalars and the draws; empty without a memo
};
/// One entry of comparing.memo holds every number of it.
Scoring scoring(const Shared& shared, const std::vector<Scalar>& scalars, const Comparing& comparing);

}  // namespace xp
