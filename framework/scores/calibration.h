// Whether a probability of 0.8 is right 8 times of 10.
#pragma once
#include <limits>
#include <vector>

#include "framework/scores/judged.h"

namespace xp {

/// Predictions of like confidence (the largest probability).
struct Bin {
  double low = 0, high = 0;  // of the confidence
  int images = 0;
  double confidence = 0, accuracy = 0;  // means; NaN where no image is in it
};

/// All NaN, and no bins, without a prediction.
struct Calibration {
  std::vector<Bin> bins;                                           // ten of equal width: the reliability diagram
  std::vector<Bin> adaptive_bins;                                  // of equally many images, at most ten
  double ece = std::numeric_limits<double>::quiet_NaN();           // Σ share of images · |accuracy − confidence|
  double adaptive_ece = std::numeric_limits<double>::quiet_NaN();  // the same over the adaptive bins
  double confidence = std::numeric_limits<double>::quiet_NaN(), accuracy = confidence;  // means
  /// By which logits should have been divided: the one with the least log loss on these images; above 1: too sure. NaN
  /// where it has no minimum: all are right, or all wrong.
  double temperature = std::numeric_limits<double>::quiet_NaN();
};

/// Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015 (ECE); Nixon
/// and others, "Measuring calibration in deep learning", CVPR workshops 2019 (adaptive); Guo and others, "On
/// calibration of modern neural networks", ICML 2017 (temperature).
Calibration calibration(const Judged& judged);
/// Mean over images of Σ over classes (p − truth)²: Brier, Monthly Weather Review 78 (1950), as he defined it; twice
/// scikit-learn's for two classes.
double brier(const Judged& judged);

}  // namespace xp
