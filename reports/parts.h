// The folds and the controls of a run: what they reached, as numbers, tables and sentences.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/spread.h"
#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

/// How many folds the run stands for; 0: it trained itself, or is not known to stand for any.
int folds_of(const Record& record);
/// Whether it is a control that trains no network, and so has no weights.
bool trains_nothing(const Record& record);
/// Its folds so far, in order.
std::vector<Child> folds_among(const std::vector<Child>& children);

struct ControlRuns {
  std::string name;         // "image-statistics"
  std::vector<Child> runs;  // one, or one a fold
};
std::vector<ControlRuns> controls_among(const std::vector<Child>& children);

/// A score over runs: of those that ended with it.
Spread spread(const std::vector<Child>& runs, const std::string& score);
/// Of the folds, or of the run itself at its chosen epoch.
Spread spread(const Record& record, const std::string& score);
/// "90.1 ± 3.2 %", "90.1 %" of one run, "–" of none.
std::string percent_text(const Spread& spread);

/// One line a fold, then mean ± standard deviation.
Table fold_table(const Record& record);
/// The run, or its folds, and each control on the same parts: accuracy, balanced accuracy and macro F1 of the test.
Table control_table(const Record& record);

/// "Over 5 folds 90.1 ± 3.2 % of the test images are named right …", or how far the folds are.
std::string folds_sentence(const Record& record);
/// One a control: what it reached, in numbers, beside the network.
std::vector<std::string> control_sentences(const Record& record);

}  // namespace xp
