// Text for a terminal.
#pragma once
#include <string>

#include "framework/store/record.h"

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

}  // namespace xp
