// Areas under ROC curves, how sure they are, and whether two differ.
#pragma once
#include "framework/scores/figure.h"
#include "framework/scores/judged.h"

namespace xp {

/// AUC of class `c` against the rest, with DeLong's interval; c = -1: the mean over the classes that have both sides
/// (one-vs-rest, macro), where the components of each image are averaged over the classes and their variance is taken
/// within each true class, which for two classes is DeLong's own. Where images have groups, components are summed
/// within a group first (Obuchowski 1997). DeLong, DeLong, Clarke-Pearson, "Comparing the areas under two or more
/// correlated receiver operating characteristic curves: a nonparametric approach", Biometrics 44 (1988); Sun and Xu,
/// IEEE Signal Processing Letters 21 (2014), for computing it in O(n log n).
Figure auc(const Judged& judged, int c = -1, double confidence = 0.95);

struct AucDifference {
  double difference = 0;  // second − first
  Interval interval;
  double z = 0, p = 1;  // two-sided; 1 where they are equal and nothing varies
};
/// Of two runs that judged the same images in the same order.
AucDifference auc_difference(const Judged& first, const Judged& second, int c = -1, double confidence = 0.95);

}  // namespace xp
