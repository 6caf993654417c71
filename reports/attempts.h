// How often a run was resumed, and from where.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

/// "resumed once, after epoch 7"; "resumed 3 times, last within epoch 1"; empty where it never was.
std::string resumed(const Record& record);

}  // namespace xp
