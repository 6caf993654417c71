// What people call runs: names and tags that every verb, table and completion can read back.
#pragma once
#include <string>

namespace xp {

// Each throws Error for what is no UTF-8.

/// Throws Error for text of several lines, and for what already means a run: run12, 12, last, best:val/accuracy, a..b.
void check_name(const std::string& name);
/// Throws Error for an empty tag, for one of several lines, and for one of more than 64 letters.
void check_tag(const std::string& tag);
void check_note(const std::string& note);

}  // namespace xp
