// The test images on which some runs are right and others are not, and what each said of them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace xp {

struct Disagreement {
  std::string image, truth;
  std::vector<std::string> said;  // class names, one a run; empty of a run that did not judge the image
  int right = 0;                  // runs that named it right
};
/// Of all runs that are compared image by image, by the images' names.
std::vector<Disagreement> disagreements(const Comparison& comparison);

/// Up to `most` of a pair's flips to look at: those where the first alone is right and those where the second is in
/// turn, of each the ones first for which the run that is wrong was surest.
std::vector<const Flip*> telling(const Pair& pair, const std::vector<double>& surety, std::size_t most);

/// What each run said of its test images, found by the name that a comparison gives them.
class TestAnswers {
 public:
  explicit TestAnswers(const std::vector<const Record*>& records);
  /// Of that run; null where it did not judge the image. Images are the same as in a comparison: by their SHA-256 where
  /// there is one.
  const Prediction* of(std::size_t run, const std::string& image) const;
  /// The same with its probabilities in the order of the other run's classes, and that run's label; classes that only
  /// one of them knows are left out or 0.
  Prediction of(std::size_t run, const std::string& image, std::size_t as) const;

 private:
  std::vector<const Record*> records_;
  std::vector<std::vector<Prediction>> said_;
  std::vector<std::map<std::string, std::size_t>> by_name_, by_content_;  // [run]: places in said_[run]
};

}  // namespace xp
