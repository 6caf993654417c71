// Pieces of a page that are not prose: tables, the confusion matrix, the charts of one or several runs.
#pragma once
#include <string>
#include <vector>

#include "reports/charts.h"
#include "reports/comparison/comparison.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/outcome.h"
#include "reports/table.h"

namespace xp {

/// What a table does on a screen narrower than itself: scroll in its own box, or set its cells under each other.
enum class Narrow { scrolls, stacks };
/// Every cell escaped. `caption` names it for screen readers too.
std::string html_of(const Table& table, const std::string& caption, Narrow narrow = Narrow::scrolls);
/// Truth in rows, prediction in columns, each cell with its count and its share of the row, shaded by that share.
std::string html_of(const Outcome& outcome);

/// Loss and accuracy of training and validation, and their gaps, with the chosen and the onset epoch marked.
std::string learning_charts(const Record& record, const Diagnosis& diagnosis);
/// Validation loss and accuracy of each run, training faint behind, the chosen epoch as a dot.
std::string learning_charts(const std::vector<Record>& records);
/// Accuracy of test and validation and recall of each class, with intervals.
std::string score_forest(const Record& record);
/// Test accuracy of each run.
std::string score_forest(const Comparison& comparison);

}  // namespace xp
