// Who is taken for whom. A rate whose denominator is 0 is NaN: nothing was seen, which is not the same as 0.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/prediction.h"

namespace xp {

/// Counts by truth (rows) and prediction (columns).
class Confusion {
 public:
  explicit Confusion(int classes);
  Confusion(const std::vector<Prediction>& predictions, int classes);

  void add(int truth, int predicted, std::int64_t times = 1);

  int classes() const { return classes_; }
  std::int64_t at(int truth, int predicted) const;
  std::int64_t support(int truth) const;           // a row's sum
  std::int64_t predicted_as(int predicted) const;  // a column's sum
  std::int64_t total() const;
  std::int64_t correct() const;  // the diagonal

  /// Of a class: right / predicted as it, right / truly it, rightly not predicted as it / truly another, and the
  /// harmonic mean of the first two, 2·right / (truly it + predicted as it). F1 is NaN only for a class that is neither
  /// true nor predicted anywhere.
  double precision(int c) const;
  double recall(int c) const;
  double specificity(int c) const;
  double f1(int c) const;

  /// Mean of a rate over the classes where it is defined, each counting the same, or as often as it has images; as
  /// scikit-learn from 1.3 on with zero_division=nan. `macro(&Confusion::precision)`.
  using Rate = double (Confusion::*)(int) const;
  double macro(Rate rate) const;
  double weighted(Rate rate) const;

  double accuracy() const;           // also the weighted recall
  double balanced_accuracy() const;  // macro recall
  double macro_f1() const;

  /// Agreement beyond what the margins give by chance. NaN where chance alone agrees always: one class, true and
  /// predicted. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
  /// (1960).
  double kappa() const;
  /// Correlation of truth and prediction, Matthews' for two classes. NaN where one of them is constant. Gorodkin,
  /// "Comparing two K-category assignments by a K-category correlation coefficient", Computational Biology and
  /// Chemistry 28 (2004).
  double mcc() const;

 private:
  /// Σ over classes of a product of two margins, or of one with itself.
  using Margin = std::int64_t (Confusion::*)(int) const;
  std::int64_t products(Margin a, Margin b) const;

  int classes_;
  std::vector<std::int64_t> counts_;
};

}  // namespace xp
