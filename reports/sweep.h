// A sweep: its trials beside each other, the best of them on validation, and what mattered. Pure data; the test score
// is that of the one choice alone.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "framework/scores/training/importance.h"
#include "framework/store/record.h"
#include "reports/outcome.h"
#include "reports/parts.h"
#include "reports/table.h"
#include "reports/text.h"

namespace xp {

/// What a sweep's page needs of one trial; the verb fills it from the store. A trial with folds is their parent: its
/// score is their mean, its epochs and seconds their sums.
struct SweptTrial {
  int place = 0;         // from 1, in the order of running
  std::int64_t run = 0;  // 0: not begun
  Status status = Status::scheduled;
  std::string reason;
  bool deleted = false;  // its run is, and stands for nothing
  bool paused = false;   // stopped by successive halving: no result, a step on the way
  bool earlier = false;  // a run of before, with the same identity, stands for it
  Settings settings;     // flattened
  double score = std::numeric_limits<double>::quiet_NaN();  // on validation, of the kept epoch
  double early = std::numeric_limits<double>::quiet_NaN();  // the best of its first epochs, as many as each trial had
  int epochs = 0, epochs_planned = 0;
  double seconds = 0;
  std::string ended{};  // UTC, of its last part; empty: not yet

  /// Trained to its end, with a score: it may be chosen.
  bool counts() const;
};

struct SweepResult {
  std::string name, experiment, title;  // "sweep3"
  std::string search;                   // "random, 24 trials, seed 1"
  Status status = Status::running;
  std::string reason;
  std::string by;                   // "val/balanced_accuracy"
  std::vector<std::string> varies;  // settings, in order; alike ones joined: "seed.init" stands for both seeds
  std::vector<SweptTrial> trials;   // what counts first, best first; then what is paused, then the rest by place
  int finished = 0, paused = 0, failed = 0, open = 0, deleted = 0;
  int early_epochs = 0;  // of the scores that importance was computed from; 0: of whole trainings
  std::int64_t epochs = 0;
  double seconds = 0;
  Importance importance;
  std::vector<std::string> apart;  // settings for which trials were judged on other images: then none is chosen
  std::optional<SweptTrial> best;  // by `by`
  std::optional<Spread> test;      // of `by`'s score, of the best alone; of its folds where it has some
  Rate test_accuracy;              // of the best alone, where it is no mean of folds; of images, not tiles
  bool on_tiles = false;           // the best's other scores are of tiles
  std::vector<std::string> caveats;
  std::string begun{}, ended{};  // UTC
};

/// Sorts, chooses and judges. `by` is a score of the validation part: throws Error on any other. `early_epochs`: of
/// SweptTrial::early; 0 where all trials train to their end.
SweepResult sweep_result(SweepResult known, std::vector<SweptTrial> trials, const std::string& by,
                         int early_epochs = 0);
/// Adds what the test set says of the page's best, whose record it is.
void add_test(SweepResult& page, const Record& best);

/// trial, run, status, the settings that vary, score, epochs, time.
Table trial_table(const SweepResult& page);
/// setting, share of the variance, what chance would give.
Table importance_table(const SweepResult& page);
std::string sweep_text(const SweepResult& page, const Screen& screen = {});
std::string json_of(const SweepResult& page);
/// One object a row, by the columns' titles.
std::string json_rows(const Table& table);

}  // namespace xp
