// The tables of a comparison, as data.
#pragma once
#include "reports/comparison/comparison.h"
#include "reports/table.h"

namespace xp {

/// One line a score, one column a run: of the shared test images, then of each run's validation images.
Table score_table(const Comparison& comparison);
/// One line a setting, one column a run.
Table settings_table(const Comparison& comparison);
/// One line a pair, by the score that the verdict rests on: how many images each alone has right, difference with
/// interval, p, corrected p; dashes where the pair is not comparable: its verdict says why.
Table pair_table(const Comparison& comparison);
/// What two runs differ by in every score, each by its own test.
Table difference_table(const Comparison& comparison, const Pair& pair);
/// How an interval of that table and its p may disagree; empty where both are of one method.
std::string difference_sentence(const Pair& pair);
/// Pairs of runs of folds, fold by fold, by the score that the verdict rests on. No row where there is none.
Table fold_table(const Comparison& comparison);
/// The images on which exactly one run of the pair is right: the first so many.
Table flip_table(const Comparison& comparison, const Pair& pair,
                 std::size_t most = std::numeric_limits<std::size_t>::max());
/// For other programs, a line a figure: run or pair, part, score, value or difference, low, high, p, by which method.
/// Numbers whole; empty where there is none.
Table long_table(const Comparison& comparison);
/// "91.2 % (82 to 96)", "0.912 (0.80 to 0.97)", "–".
std::string figure_text(const std::string& score, const Figure& figure);
/// "run12 → run15".
std::string pair_name(const Comparison& comparison, const Pair& pair);

}  // namespace xp
