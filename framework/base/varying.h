// What tells several plans apart, by their flattened settings.
#pragma once
#include <string>
#include <vector>

#include "framework/base/value.h"

namespace xp {

/// Names of the settings that are not the same in all, in order: without those that follow from a plugin's name
/// ("optimizer.momentum" where only "optimizer" was chosen), and of seeds that go together the first.
std::vector<std::string> varying(const std::vector<Settings>& plans);

/// Without their groups, "rate" for "optimizer.rate", where that still says which it is.
std::vector<std::string> shortened(const std::vector<std::string>& names);

}  // namespace xp
