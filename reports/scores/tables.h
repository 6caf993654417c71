// The tables of a score report; text, Markdown and LaTeX render the same ones.
#pragma once
#include "reports/scores/report.h"
#include "reports/table.h"

namespace xp {

/// "macro_f1" → "macro F1", "mcc" → "Matthews correlation".
std::string title_of(const std::string& score);
/// "91.2 % (82 to 96)" of what is a share of images or a mean of such; "0.912 (0.80 to 0.97)"; "undefined".
std::string cell_of(const std::string& score, const Figure& figure);

/// By its name in overall_scalars() or class_scalars().
const Figure& figure_of(const Sheet& sheet, const std::string& score);
const Figure& figure_of(const ClassSheet& sheet, const std::string& score);

/// One line a score over all classes: value, interval, where that comes from. What is undefined for want of
/// probabilities is left out and, but for `all`, what is another score here.
Table overall_table(const Sheet& sheet, bool all);
/// Which of them are best low, and which were left out as the same as others.
std::string overall_sentence(const Sheet& sheet, bool all);
/// One line a class: images, precision, recall, specificity.
Table class_rates_table(const Sheet& sheet, const std::vector<std::string>& classes);
/// One line a class: F1, AUC (where there are more than two: both of two have the one that stands over all classes) and
/// average precision; without probabilities F1 alone.
Table class_scores_table(const Sheet& sheet, const std::vector<std::string>& classes);
/// Counts: truth in rows, what was said in columns.
Table confusion_table(const Confusion& confusion, const std::vector<std::string>& classes);
/// The reliability diagram as a table: bins with their images, mean confidence and accuracy; with intervals only where
/// images stand each alone.
Table reliability_table(const Calibration& calibration, bool grouped);
/// One line a threshold.
Table threshold_table(const std::vector<OperatingPoint>& points);
/// Mean ± standard deviation and a t interval, one line a score.
Table over_folds_table(const ScoreReport& report);
/// Everything, one figure a line: for other programs. Numbers in full.
Table figure_table(const std::vector<ScoreReport>& reports);

/// "Confidence is 93.1 % on average, accuracy 86.8 %; …": how far off, what chance alone would show, and only where it
/// is more (p below 0.05) what would mend it. Empty without probabilities.
std::string calibration_sentence(const ScoreReport& report);

}  // namespace xp
