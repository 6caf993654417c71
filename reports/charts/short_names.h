// Names of classes where there is little room.
#pragma once
#include <string>
#include <vector>

namespace xp {

/// At most so many columns wide each, and still different from one another: "very lo…ong" and "very lo…ong (2)".
std::vector<std::string> short_names(const std::vector<std::string>& names, int columns = 24);

}  // namespace xp
