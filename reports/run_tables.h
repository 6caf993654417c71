// The tables of one run, as data; text, Markdown and HTML render the same ones.
#pragma once
#include "framework/store/record.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/outcome.h"
#include "reports/table.h"

namespace xp {

/// Scores of test and validation at the chosen epoch, with intervals where there are counts; last recorded training.
Table score_table(const Record& record);
/// Per class: support, recall and precision with intervals, F1.
Table class_table(const Outcome& outcome);
/// Counts: truth in rows, what the network said in columns.
Table confusion_table(const Outcome& outcome);
/// Images per class and part.
Table split_table(const Record& record);
/// One line a plugin or group: "model", "small_cnn", "dropout 0.2, filters 16".
Table settings_table(const Record& record);
Table environment_table(const Record& record);
/// What lies in a folder, such as pictures/, in one row.
Table artifact_table(const Record& record);

}  // namespace xp
