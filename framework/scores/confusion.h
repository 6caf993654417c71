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

  /// Of a class: right / predicted as it, right / truly it, and their harmonic mean
  /// 2·right / (truly it + predicted as it). F1 is NaN only for a class that is neither true nor predicted anywhere.
  double precision(int c) const;
  double recall(int c) const;
  double f1(int c) const;

  /// Over all classes; classes whose recall or F1 is NaN are left out of the mean.
  double accuracy() const;
  double balanced_accuracy() const;
  double macro_f1() const;

 private:
  int classes_;
  std::vector<std::int64_t> counts_;
};

}  // namespace xp
