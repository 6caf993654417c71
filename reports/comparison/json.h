// As reports/json.h.
#pragma once
#include <string>

#include "reports/comparison/comparison.h"

namespace xp {

std::string json_of(const Comparison& comparison);

}  // namespace xp
