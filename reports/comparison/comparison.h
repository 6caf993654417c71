// Two or more runs beside each other, and what their shared test set can say about them. Pure data.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/outcome.h"

namespace xp {

/// A setting that is not the same in all runs; "–" where a run has no such setting.
struct DifferingSetting {
  std::string name;
  std::vector<std::string> values;  // one a run
};

/// One score of one part; NaN where a run has none. low and high are NaN where no interval is computed.
struct ComparedScore {
  std::string name;  // "accuracy"
  Part part = Part::test;
  bool higher_is_better = true;
  std::vector<double> values, low, high;  // one a run
};

/// A test image on which exactly one of two runs is right.
struct Flip {
  std::string sample, truth, first, second;  // what each run said, as class names
  bool first_right = false;
};

/// Two runs on the same test images. The difference is second − first.
struct Pair {
  std::size_t first = 0, second = 0;  // indices into Comparison::runs
  bool comparable = false;
  std::string obstacle;                      // why not
  int n = 0;                                 // shared test images
  int first_only = 0, second_only = 0;       // right where the other is wrong
  double difference = 0, low = 0, high = 0;  // of accuracy, with Tango's 95 % interval (for this pair alone)
  double p = 1;                              // exact McNemar, two-sided
  double p_holm = 1;                         // corrected for the number of pairs
  bool told_apart = false;                   // p_holm < 0.05
  std::vector<Flip> flips;
  std::string verdict;
};

struct Comparison {
  std::vector<RunRow> runs;
  std::vector<DifferingSetting> settings;
  std::vector<ComparedScore> scores;
  std::vector<Pair> pairs;           // all, in order
  std::vector<std::string> caveats;  // sentences that a reader must know beside the verdict
  std::string verdict;
  std::string chosen;  // how the runs' epochs were: "on validation", "by train/loss", or both
  bool any_comparable() const;
};

/// The verdict rests on accuracy by the exact McNemar test, never on any other score. Fewer than two runs: no pairs.
Comparison compare(const std::vector<Record>& records);

}  // namespace xp
