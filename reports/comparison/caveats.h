// What a reader must know beside the verdict.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"

namespace xp {

/// Of a comparison whose other fields are all filled in.
std::vector<std::string> caveats(const Comparison& comparison, const std::vector<Record>& records);

}  // namespace xp
