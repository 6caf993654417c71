// The classification report: for a terminal, and as Markdown and LaTeX.
#pragma once
#include <string>

#include "reports/scores/report.h"
#include "reports/text.h"

namespace xp {

std::string score_text(const ScoreReport& report, const Screen& screen = {});
/// Headings, sentences and tables.
std::string score_markdown(const ScoreReport& report);
/// One tabular after another, each under a comment that says what it is.
std::string score_latex(const ScoreReport& report);

}  // namespace xp
