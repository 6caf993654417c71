// Names of classes where there is little room.
#pragma once
#include <string>
#include <vector>

namespace xp {

/// At most so many columns wide each, and still different from one another: those that would look alike begin where
/// they differ, "…left of the apex"; names that are one are numbered, "T1 (2)".
std::vector<std::string> short_names(const std::vector<std::string>& names, int columns = 24);

}  // namespace xp
