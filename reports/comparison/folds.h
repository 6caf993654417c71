// Two runs of folds, fold by fold.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace xp {

struct FoldByFold {
  std::vector<OverFolds> differences;  // one a scalar: second − first; empty where they are not paired
  std::string obstacle;                // why not; empty also where there is no fold
};

/// Folds pair by their role, where each pair was tested on the same images. `classes`: whose numbers the scalars hold.
FoldByFold fold_by_fold(const std::vector<Record>& first, const std::vector<Record>& second,
                        const std::vector<Scalar>& scalars, const std::vector<std::string>& classes);

/// One score of every run of folds, fold by fold.
struct EachFold {
  std::vector<std::string> folds;           // "fold 1"; in the order of the first run, then those that others have
  std::vector<std::vector<double>> scores;  // [run][fold]; NaN where it has no such fold, or is no run of folds
};
/// `classes`: whose numbers the scalar holds.
EachFold each_fold(const std::vector<std::vector<Record>>& folds_of_runs, const Scalar& scalar,
                   const std::vector<std::string>& classes);

/// Mean over the folds with its interval, one a scalar; NaN where no fold has it.
std::vector<Figure> over_own_folds(const std::vector<Record>& folds, const std::vector<Scalar>& scalars,
                                   const std::vector<std::string>& classes);

}  // namespace xp
