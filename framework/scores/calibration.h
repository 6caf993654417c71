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
  std::vector<Bin> bins;           // the reliability diagram: equal_bins
  std::vector<Bin> adaptive_bins;  // of like many images
  double ece = std::numeric_limits<double>::quiet_NaN();
  double adaptive_ece = std::numeric_limits<double>::quiet_NaN();
  double confidence = std::numeric_limits<double>::quiet_NaN(), accuracy = confidence;  // means
  double temperature = std::numeric_limits<double>::quiet_NaN();
};
/// Without bins, and all NaN, where probabilities are not known.
Calibration calibration(const Judged& judged);

/// Ten of equal width, each without its lower and with its upper end.
std::vector<Bin> equal_bins(const Judged& judged);
/// Of like many images, at most ten, none empty: image i of n in the order of confidence (from 0) is in bin ⌊10·i/n⌋.
/// Images of equal confidence are where the first of them is, so that no order of theirs matters; `low` and `high` are
/// the least and the largest that it holds. Nixon and others, "Measuring calibration in deep learning", CVPR workshops
/// 2019; of the largest probability alone, as Mukhoti and others, "Calibrating deep neural networks using focal loss",
/// NeurIPS 2020.
std::vector<Bin> adaptive_bins(const Judged& judged);
/// Σ over bins of the share of images · |accuracy − confidence|; over equal_bins the ECE. NaN without an image. Naeini,
/// Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015; Guo and others, "On
/// calibration of modern neural networks", ICML 2017.
double calibration_error(const std::vector<Bin>& bins);

/// By which logits should have been divided: the one with the least log loss on these images; above 1: too sure.
/// Probabilities below 2.2e-16 count as that. NaN where no temperature is best: all are right (the smaller the better),
/// or the truth was on average given no larger logarithm than the other classes (the larger the better). Guo 2017.
double temperature(const Judged& judged);

/// Mean over images of Σ over classes (p − truth)²: Brier, "Verification of forecasts expressed in terms of
/// probability", Monthly Weather Review 78 (1950), as he defined it; twice scikit-learn's for two classes. NaN without
/// a prediction.
double brier(const std::vector<Prediction>& predictions);
inline double brier(const Judged& judged) { return brier(judged.predictions); }

}  // namespace xp
