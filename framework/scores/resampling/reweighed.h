// Scores of images that count as often as they were drawn, for all runs and sixteen resamples at once.
#pragma once
#include <vector>

#include "framework/scores/confusion.h"
#include "framework/scores/resampling/image_scores.h"
#include "framework/scores/scalar.h"

namespace xp {

/// Images stand in an order of their own: by true class, then by what each run said, so that those which no confusion
/// matrix tells apart are neighbours.
class Reweighed {
 public:
  /// `runs` judged the same images, at least one, with the same labels. AUCs are not among the scalars.
  Reweighed(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars);

  const std::vector<int>& order() const { return order_; }
  /// [run][scalar], by `times` of each image in that order; NaN where undefined. Safe from several threads.
  std::vector<std::vector<Lanes<double>>> values(const std::vector<Times>& times) const;

  /// [run][scalar][image]: without each in turn.
  std::vector<std::vector<std::vector<double>>> one_less() const;

 private:
  std::vector<Confusion> confusions(const std::vector<Lanes<std::int32_t>>& alike, std::size_t run) const;

  int classes_;
  std::vector<Scalar> scalars_;
  std::vector<int> order_;
  std::vector<int> alike_ends_;                         // places among the images
  std::vector<std::vector<std::pair<int, int>>> cell_;  // [run][alike]: truth, said
  std::vector<std::vector<ImageScore>> of_images_;      // [run][scalar], empty where the confusion matrix suffices
};

}  // namespace xp
