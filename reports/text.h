// What `xp show` and `xp compare` print.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison.h"
#include "reports/diagnosis.h"

namespace xp {

struct Screen {
  int columns = 80;     // sentences wrap and tables shorten to this
  bool unicode = true;  // small curves; without it their ends alone
  bool colour = false;  // ANSI, for grades and status only
};

/// One character a point, at most `columns`: "▇▆▅▃▂▁". Points that are not finite are "·"; longer series keep the
/// last value of each stretch.
std::string sparkline(const Series& series, int columns);
/// Lines broken at spaces; each but the first begins with `indent` spaces. A longer word stays whole.
std::string wrapped(const std::string& text, int columns, int indent = 0);

/// Of a run of folds, with what `folds` are warned of, where they are given.
std::string show_text(const Record& record, const Screen& screen = {}, const std::vector<Record>& folds = {});
std::string compare_text(const Comparison& comparison, const Screen& screen = {});
/// A finding of the data's audit, with the first so many of its samples, and its advice.
std::string audit_text(const Audit::Finding& finding, const Screen& screen, std::size_t samples);
/// Every finding with its advice.
std::string diagnosis_text(const Diagnosis& diagnosis, const Screen& screen = {});

}  // namespace xp
