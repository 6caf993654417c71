// What `xp compare` prints.
#pragma once
#include <string>

#include "reports/comparison/comparison.h"
#include "reports/text.h"

namespace xp {

std::string compare_text(const Comparison& comparison, const Screen& screen = {});

}  // namespace xp
