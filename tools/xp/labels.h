// What people call runs: names and tags that every verb, table and completion can read back.
#pragma once
#include <string>

namespace xp {

/// Throws Error for text of several lines, and for what already means a run: run12, 12, last, best:val/accuracy, a..b.
void check_name(const std::string& name);
/// Throws Error for an empty tag, and for one of several lines.
void check_tag(const std::string& tag);

}  // namespace xp
