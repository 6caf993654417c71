// Two or more runs beside each other, and what their shared test images can say about them. Pure data.
#pragma once
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "framework/scores/chance/expected_best.h"
#include "framework/scores/chance/paired.h"
#include "framework/scores/intervals/over_folds.h"
#include "framework/scores/resampling/resampled.h"
#include "framework/store/record.h"

namespace xp {

struct Comparing {
  std::string by = "accuracy";  // the score that the verdict rests on, named before anything is seen: "recall:Scol"
  Bootstrap bootstrap = {};     // with no resamples, scores that need them have no interval and no p
  bool force = false;           // where test images or labels differ: on those that all share
  bool all_settings = false;
  Memo memo = {};
  std::vector<std::vector<Record>> folds = {};  // of each record: its folds, where it is a run of folds
};

/// A setting with what each run has of it; "–" where a run has no such setting.
struct ComparedSetting {
  std::string name;
  std::vector<std::string> values;  // one a run
  bool differs = false;
};

/// One score of one part.
struct ComparedScore {
  std::string name;  // "accuracy", "recall:Scol"
  bool higher_is_better = true;
  std::vector<Figure> figures;  // one a run; NaN where a run has none
};

/// A test image on which exactly one of two runs is right.
struct Flip {
  std::string sample, truth, first, second;  // what each run said, as class names
  bool first_right = false;
};

/// What a difference's p comes from.
enum class PairedTest { none, mcnemar, mcnemar_by_group, delong, delong_and_randomisation, resampling, folds };
/// "exact McNemar", "exact McNemar by group and bootstrap", "DeLong", "DeLong and randomisation", "bootstrap and
/// randomisation", "corrected resampled t".
const char* name(PairedTest test);

/// By how much the second run's score is above the first's; NaN throughout where it is undefined. Intervals of 95 %.
struct Difference {
  double value = std::numeric_limits<double>::quiet_NaN();
  Interval interval{value, value};
  double p = value;  // two-sided, of "no difference", for this pair alone
  PairedTest test = PairedTest::none;
};

/// Two runs on the same test images.
struct Pair {
  std::size_t first = 0, second = 0;  // indices into Comparison::runs
  bool comparable = false;
  std::string obstacle;                                     // why not
  int n = 0;                                                // shared test images; 0: compared over folds alone
  int first_only = 0, second_only = 0;                      // right where the other is wrong
  double mid_p = std::numeric_limits<double>::quiet_NaN();  // McNemar's, where no images share a group
  std::vector<Difference> scores;                           // as Comparison::scores, on all images
  std::vector<OverFolds> folds;  // as Comparison::scores: differences fold by fold; empty: not paired so
  std::string folds_obstacle;    // why two runs of folds are not
  Difference by;                 // of the score that the verdict rests on
  double p_holm = 1;             // of `by`, corrected for the number of pairs
  bool told_apart = false;       // p_holm < 0.05
  std::vector<Flip> flips;
  std::string verdict;
};

/// What picking the best of several by their test accuracy gives away for nothing.
struct BestOf {
  std::size_t best = 0;  // index into Comparison::runs
  int of = 0;            // runs that were tested, controls left out
  bool alone = true;     // no other reached as much
  ExpectedBest expected;
  std::optional<std::size_t> chosen;  // by the same score on the validation images, where all judged the same ones
};

struct Comparison {
  std::vector<RunRow> runs;
  std::string by;                         // "accuracy"
  std::vector<ComparedSetting> settings;  // those that differ, or all
  /// On the test images that all tested runs share (each on its own, where the comparison was refused), and on each
  /// run's own validation images.
  std::vector<ComparedScore> scores, validation;
  int images = 0, groups = 0;        // shared test images; of how many groups, where they share one
  std::string refusal;               // why nothing is compared: how the test sets differ
  bool by_name = false;              // images were paired by their names: not all have a SHA-256
  std::string forced;                // how they differ, compared all the same on what they share
  std::vector<Pair> pairs;           // all, in order; none where refused
  std::optional<CochranQ> cochran;   // of accuracy, of more than two runs
  std::optional<BestOf> best;        // of more than two runs
  std::vector<std::string> caveats;  // sentences that a reader must know beside the verdict
  std::string verdict;
  std::string chosen;  // how the runs' epochs were: "on validation", "by train/loss", or both; empty where unknown
  int resamples = 0;
  bool any_comparable() const;
};

/// The verdict rests on the one score that was named, by its own test: accuracy by the exact McNemar test, areas by
/// DeLong's (up to 100 images the larger p of it and of randomisation), any other by the larger p of paired bootstrap
/// and randomisation; where images share groups the larger p of those by group and of bootstrap (accuracy) or
/// randomisation (areas); runs of folds whose images are in several tests, and what ranks images over folds, by the
/// corrected resampled t. Runs whose test images or labels differ are refused: `refusal` says how. Fewer than two runs:
/// no pairs. Throws Error for a score or a class that there is not.
Comparison compare(const std::vector<Record>& records, const Comparing& comparing = {});

}  // namespace xp
