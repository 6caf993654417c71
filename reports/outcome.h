// What the predictions of one part amount to: counts, rates with their intervals, scores. Read by diagnosis,
// comparison and every renderer, so that a figure is the same wherever it is shown.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/confusion.h"
#include "framework/store/record.h"

namespace xp {

/// `right` of `n`, with a 95 % interval: Wilson's, or `by_group` where images share groups (patients), as a score
/// report has it; then without one (NaN) where a class has but one group. All NaN when n = 0.
struct Rate {
  int right = 0, n = 0;
  double value = 0, low = 0, high = 0;
  bool by_group = false;
  bool bounded() const { return low <= high; }
};
Rate rate(int right, int n);
/// "91.2 % (81.8 to 96.0)", "91.2 %" without an interval; "undefined" when n = 0.
std::string text(const Rate& rate);

struct ClassOutcome {
  std::string name;
  int support = 0;    // images whose truth it is
  int predicted = 0;  // images given this class
  Rate recall, precision;
  double f1 = 0;  // NaN when neither true nor predicted
};

struct Outcome {
  Part part = Part::test;
  int n = 0;  // predictions; 0 when there are none, or when a probability is NaN: a network that diverged says nothing
  Confusion confusion{0};
  std::vector<ClassOutcome> classes;
  Rate accuracy;
  double loss = 0, balanced_accuracy = 0, macro_f1 = 0;  // NaN when undefined
  /// Accuracy of always naming the largest class.
  double majority() const;
};

/// Whether the network saw its images in tiles, which are no images of their own: what is said of an image is the mean
/// over its tiles.
bool on_tiles(const Record& record);
/// "Scol/N12.jpg", also of its tile "Scol/N12.jpg#r1c2".
std::string image_of(const Record& record, const StoredSample& sample);
/// The predictions of that part whose truth, sample and probabilities fit the record, one an image (tiles are pooled,
/// under the first of them); none when any holds a NaN.
std::vector<Prediction> usable(const Record& record, Part part);
/// The same, where each tile counts by itself: what the network was shown.
std::vector<Prediction> usable_tiles(const Record& record, Part part);
/// Whether it is known how sure its answers were: not where another tool named classes alone.
bool probabilistic(const Record& record);
/// Of the stored predictions, made with the chosen weights; where there are none, the metrics at the chosen epoch. The
/// loss is the stored one where there is one, so that it is the figure of the curves; on tiles, whose curves are of
/// tiles, it is that of images too.
Outcome outcome(const Record& record, Part part);

/// Whether train.monitor, by which the kept epoch was chosen, is a score of the validation part; so when not recorded.
bool chosen_on_validation(const Settings& settings);
/// … of the test part, as other tools allow: its test is then none.
bool chosen_on_test(const Settings& settings);
/// "on validation", "by train/loss", or "on the test itself, by test/accuracy"; of an imported run "as the last", or
/// "in a way that was not recorded".
std::string how_chosen(const Settings& settings);

}  // namespace xp
