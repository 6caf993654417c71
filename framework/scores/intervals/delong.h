// Areas under ROC curves, how sure they are, and whether two differ.
#pragma once
#include "framework/scores/figure.h"
#include "framework/scores/intervals/auc_components.h"

namespace xp {

/// AUC of class `c` against the rest, with an interval from DeLong's variance, taken on the scale of log(area / (1 −
/// area)), where it does not leave 0 to 1 and holds the truth as often as it says (docs/judgement.md; ± z standard
/// errors do not, near 1). macro_average: the mean over the classes that have both sides (one-vs-rest), where the
/// components of each image are averaged over the classes and their variance is taken within each true class, which for
/// two classes is DeLong's own. micro_average: of all (image, class) pairs, those of an image being a cluster. Where
/// images have groups, components are summed within a group first (Obuchowski 1997). DeLong, DeLong, Clarke-Pearson,
/// "Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric
/// approach", Biometrics 44 (1988); the logit: Pepe, "The Statistical Evaluation of Medical Tests for Classification
/// and Prediction" (2003), 5.2. Where nothing varies (an AUC of 1, a side of one image) that variance says nothing and
/// newcombe_auc stands in.
Figure auc(const Judged& judged, int c = macro_average, double confidence = 0.95);

struct AucDifference {
  double difference = 0;  // second − first
  Interval interval;
  double z = 0, p = 1;  // two-sided; 1 where they are equal
};
/// Of two runs that judged the same images in the same order. NaN, p = 1, where the areas are undefined. Where nothing
/// varies: the square-and-add interval of two independent areas, which is wider. Zou and Donner, "Construction of
/// confidence limits about effect measures", Statistics in Medicine 27 (2008).
AucDifference auc_difference(const Judged& first, const Judged& second, int c = macro_average,
                             double confidence = 0.95);
/// The same for components already at hand, `c` being what they are of.
AucDifference auc_difference(const Judged& judged, const AucComponents& first, const AucComponents& second, int c,
                             double confidence = 0.95);
Figure auc(const Judged& judged, const AucComponents& components, int c, double confidence = 0.95);

/// Every area θ within z standard errors of `area`, the error being that of θ: of width 0 at no area, and for 1 a lower
/// limit that rises with the smaller side. Newcombe, "Confidence intervals for an effect size measure based on the
/// Mann–Whitney statistic. Part 2", Statistics in Medicine 25 (2006), method 5; the variance after Hanley and McNeil,
/// Radiology 143 (1982).
Interval newcombe_auc(double area, int positives, int negatives, double confidence = 0.95);

}  // namespace xp
