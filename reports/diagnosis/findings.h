// The findings that make a diagnosis, and what they all look at. A finding without a sentence was not made.
#pragma once
#include <cstdint>
#include <string>

#include "reports/diagnosis/diagnosis.h"
#include "reports/diagnosis/history.h"
#include "reports/outcome.h"

namespace xp {

/// Gathered once a record; refers to it.
struct Evidence {
  explicit Evidence(const Record& record);

  const Record& record;
  const Series &train_loss, &val_loss, &train, &val;  // accuracies where no loss is named
  Turn turned;                                        // of the validation loss
  bool falls = false;  // training loss still fell from there: both rising is divergence, not overfitting
  Outcome test, validation;
  int images = 0;         // of the validation part
  std::int64_t last = 0;  // epoch

  /// Test where there is one, else validation.
  const Outcome& judged() const { return test.n ? test : validation; }
  const char* judged_part() const { return test.n ? "test" : "validation"; }
  /// The 95 % interval of a validation accuracy, NaN where the number of images is not known.
  Rate rate_of(double accuracy) const;
  /// Training less validation accuracy, by the last epochs' medians: one jittery epoch is no gap.
  double gap() const;
  /// Whether training accuracy lies above the interval of validation accuracy.
  bool gap_beyond_chance() const;
};

Finding leak(const Evidence& evidence);
/// The worst of what the audit of the data found and `leak` does not tell.
Finding audited(const Evidence& evidence);
Finding contradiction(const Evidence& evidence);
Finding untested(const Evidence& evidence);

Finding overfitting(const Evidence& evidence);
Finding memorisation(const Evidence& evidence);
Finding underfitting(const Evidence& evidence);
Finding convergence(const Evidence& evidence);

Finding guessing(const Evidence& evidence);
Finding small_test(const Evidence& evidence);
Finding collapse(const Evidence& evidence);
Finding small_validation_part(const Evidence& evidence);

Finding fold_spread(const Evidence& evidence);
Finding folds_missing(const Evidence& evidence);
/// What folds are warned of by their own curves and predictions, each once, with the worst fold's sentence. What
/// `of_all` found in them together is left out.
std::vector<Finding> warnings_of_folds(const std::vector<Record>& folds, const std::vector<Finding>& of_all);
/// Of a run that was stopped on its way, by successive halving or for now: it is judged by nothing it was not asked
/// for.
Finding on_its_way(const Evidence& evidence);
/// Always made: of a run that is a control.
Finding of_a_control(const Evidence& evidence);

/// Whether the plan chose something for `group` ("class_weight"), `choice` where it is named. False where nothing is
/// known.
bool uses(const Record& record, const std::string& group, const std::string& choice = "");
/// "71.4 %", "28.6 points".
std::string percent(double rate);
std::string points(double difference);

}  // namespace xp
