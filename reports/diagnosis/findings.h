// The findings that make a diagnosis, and what they all look at. A finding without a sentence was not made.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "reports/diagnosis/diagnosis.h"
#include "reports/diagnosis/history.h"
#include "reports/diagnosis/recipe.h"
#include "reports/outcome.h"
#include "reports/words.h"

namespace xp {

/// Whether so few images show as much by chance; unknown where their number was not recorded.
enum class Luck { within, beyond, unknown };

/// Gathered once a record; refers to it.
struct Evidence {
  explicit Evidence(const Record& record, std::span<const Record> parts = {});

  const Record& record;
  std::span<const Record> parts;  // its folds and controls, as far as they are given
  /// Accuracies where no loss is named. Of training as it was judged again at each epoch's end, where it was.
  const Series &train_loss, &val_loss, &train, &val;
  Turn turned;         // of the validation loss
  bool falls = false;  // training loss still fell from there: both rising is divergence, not overfitting
  Outcome test, validation;
  int images = 0;         // of the validation part
  std::int64_t last = 0;  // epoch

  /// Test where there is one, else validation.
  const Outcome& judged() const { return test.n ? test : validation; }
  const char* judged_part() const { return test.n ? "test" : "validation"; }
  /// The 95 % interval of a validation accuracy, of no image where their number is not known, or is
  /// another than such a share can be of.
  Rate rate_of(double accuracy) const;
  /// Training less validation accuracy, by the last epochs' medians: one jittery epoch is no gap.
  double gap() const;
  /// Whether training accuracy lies above the interval of validation accuracy.
  Luck luck_of_gap() const;
};

Finding leak(const Evidence& evidence);
/// The worst of what the audit of the data found and `leak` does not tell.
Finding audited(const Evidence& evidence);
Finding contradiction(const Evidence& evidence);
Finding untested(const Evidence& evidence);

Finding overfitting(const Evidence& evidence);
Finding memorisation(const Evidence& evidence);
Finding underfitting(const Evidence& evidence);
Finding not_converged(const Evidence& evidence);
Finding best_early(const Evidence& evidence);
/// Of a run that was never tested.
Finding best_reported(const Evidence& evidence);

Finding not_finite(const Evidence& evidence);
Finding unstable(const Evidence& evidence);
/// Both losses rise again: the network unlearns.
Finding diverged(const Evidence& evidence);
Finding dead_relus(const Evidence& evidence);

Finding better_on_validation(const Evidence& evidence);
Finding not_comparable(const Evidence& evidence);

/// Of a test that the kept epoch was chosen by, or could have been.
Finding chosen_by_test(const Evidence& evidence);

Finding guessing(const Evidence& evidence);
/// Also made where all is well, and where there is none.
Finding small_test(const Evidence& evidence);
Finding collapse(const Evidence& evidence);
/// Of a class that is hardly ever known, though accuracy looks fine.
Finding failed_class(const Evidence& evidence);
Finding miscalibration(const Evidence& evidence);
/// Of heat maps, where they were made at the end of the run.
Finding heat_at_border(const Evidence& evidence);
Finding small_validation_part(const Evidence& evidence);

/// One a control that the network cannot be told to beat; of all others one together.
std::vector<Finding> beside_controls(const Evidence& evidence);

Finding fold_spread(const Evidence& evidence);
Finding folds_missing(const Evidence& evidence);
/// What folds are warned of by their own curves and predictions, each once, with the worst fold's sentence. What
/// `of_all` found in them together is left out.
std::vector<Finding> warnings_of_folds(const Evidence& evidence, const std::vector<Finding>& of_all);
/// Of a run that was stopped on its way, by successive halving or for now: it is judged by nothing it was not asked
/// for.
Finding on_its_way(const Evidence& evidence);
/// Of one that is FAILED: why.
Finding failed(const Evidence& evidence);
/// Always made: of a run that is a control.
Finding of_a_control(const Evidence& evidence);

/// Worst first, with the grade of the worst.
void sort(Diagnosis& diagnosis);

}  // namespace xp
