// What a checked claim comes to, as tables.
#pragma once
#include "framework/scores/claims/claim.h"
#include "reports/table.h"

namespace xp {

/// "recall of Normal" for "recall:Normal".
std::string figure_name(const std::string& figure);
/// "Normal", "Spondylolisthesis", then "class 3" or "others".
std::vector<std::string> class_names(const Checked& checked);
/// Ascending numbers: "168 to 1000", "101, 202, 203 and 42 more".
std::string ranges_text(const std::vector<std::int64_t>& numbers);
/// Of the sizes that fit.
std::string sizes_text(const Checked& checked);
/// Nothing but "others" has a tally: its example is no more than the accuracy.
bool others_alone(const Checked& checked);
/// "988 more sizes fit; --csv has all", after a table of `shown`; empty where it has them all.
std::string left_out_text(const Checked& checked, std::size_t shown);
/// Of the widest line as text.
int columns_of(const Table& table);

/// A row for each figure: as it was typed, and what it was rounded from.
Table figures_table(const Checked& checked);
/// A row for each of the first `most` sizes that fit: right answers with Wilson's interval, ways, and with `examples`
/// right/images/named of each class in one example.
Table sizes_table(const Checked& checked, std::size_t most = 20, bool examples = true);
/// The confusion matrix of the smallest size that fits, with recall and precision and their intervals; `short_names`:
/// without those, classes numbered. Empty where nothing fits or others_alone.
Table matrix_table(const Checked& checked, bool short_names = false);
/// Recall and precision of the classes in that matrix.
Table classes_table(const Checked& checked);
/// A row for each claim of a file: what became of it.
Table claims_table(const std::vector<Checked>& all);

/// For programs, a number a cell: every size that fits, and every claim of a file.
Table sizes_data(const Checked& checked);
Table claims_data(const std::vector<Checked>& all);

}  // namespace xp
