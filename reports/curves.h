// How a run learned, drawn in a terminal.
#pragma once
#include <string>

#include "framework/store/record.h"
#include "reports/text.h"

namespace xp {

/// Loss and accuracy over the epochs, side by side where the screen has room: validation as a line, training as dots,
/// a triangle below the epoch whose weights were kept; then what they began and ended with. ASCII without Unicode.
/// A loss that spans two decades is drawn over its logarithm, and says so. Empty with fewer than two epochs.
std::string curves_text(const Record& record, const Screen& screen);
/// Whether it draws this metric.
bool is_drawn(const std::string& metric);

}  // namespace xp
