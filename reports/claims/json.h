// Checked claims for programs.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/claims/claim.h"

namespace xp {

/// One object, or a list of them where the claims came from a file.
std::string json_of(const Checked& checked);
std::string json_of(const std::vector<Checked>& all);

}  // namespace xp
