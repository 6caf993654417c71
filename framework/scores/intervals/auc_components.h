// What each image adds to an area under a ROC curve: DeLong's "structural components", of which areas are means.
#pragma once
#include <limits>
#include <vector>

#include "framework/scores/judged.h"

namespace xp {

constexpr int macro_average = -1, micro_average = -2;

/// Elements are images, or (image, class) pairs for the micro average. An element's share is its component over the
/// number of elements on its side, so that the area moves by its deviation from its stratum's mean.
struct AucComponents {
  double area = std::numeric_limits<double>::quiet_NaN();  // NaN where a side is empty; then the rest is empty as well
  std::vector<double> share;
  std::vector<int> stratum;  // within which elements vary: a side, or a true class for the macro average
  std::vector<int> cluster;  // from 0 on: elements of one cluster are not independent
  int strata = 0, clusters = 0;
};

/// Of class `c` against the rest, or an average. O(classes · n log n), by mid-ranks: Sun and Xu, IEEE Signal Processing
/// Letters 21 (2014).
AucComponents auc_components(const Judged& judged, int c);

/// Of the area (or of a difference of two, whose shares are the differences): over strata h and clusters g, with D the
/// sum of deviations of the elements of g in h, Σ_h K_h/(K_h−1) Σ_g D² + 2 Σ_{h<k} K/(K−1) Σ_g D_gh·D_gk, where K_h
/// clusters reach into h. Two sides and every image a cluster of its own: DeLong's; clusters: Obuchowski,
/// "Nonparametric analysis of clustered ROC curve data", Biometrics 53 (1997). NaN where a stratum has one cluster
/// only.
double variance(const AucComponents& components);

}  // namespace xp
