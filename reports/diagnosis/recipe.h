// What the plan of a run chose.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

/// Whether something was chosen for `group` ("class_weight"), `choice` where it is named. False where nothing is known.
bool uses(const Record& record, const std::string& group, const std::string& choice = "");
/// Whether classes weigh, or are drawn, other than as often as they occur: accuracy may then be given up for balance.
bool balances(const Record& record);

}  // namespace xp
