// All scores of one test, each with its interval: what `xp score` prints and every report quotes.
#pragma once
#include <vector>

#include "framework/scores/calibration.h"
#include "framework/scores/confusion.h"
#include "framework/scores/figure.h"
#include "framework/scores/resampling/resampled.h"

namespace xp {

struct ClassSheet {
  int support = 0, predicted = 0;
  std::vector<Figure> figures;  // as class_scalars()
};

struct Sheet {
  int images = 0;
  int groups = 0;  // where images share one; else 0
  Confusion confusion{0};
  std::vector<Figure> overall;  // as overall_scalars()
  std::vector<ClassSheet> classes;
  Calibration calibration;
};

/// Accuracy, and recall, precision and specificity of a class, of independent images: with Wilson's interval. n = 0
/// where the score is no such rate, or nothing was seen of it.
Figure rate_of(const Scalar& scalar, const Confusion& counts, double confidence = 0.95);

/// Rates by Wilson, AUCs by DeLong, all others by the bootstrap; where images share groups, everything by the cluster
/// bootstrap but AUCs, whose components are summed within groups.
Sheet sheet(const Judged& judged, const Bootstrap& bootstrap = {}, const Memo& memo = {});

}  // namespace xp
