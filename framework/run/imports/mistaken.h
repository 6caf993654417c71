// Files of predictions and of curves, each brought as the other.
#pragma once
#include <map>
#include <string>

#include "framework/base/csv.h"

namespace xp {

/// Both throw Error with the command that is meant. `said`: the columns that a person named, which no guess overrules.
void refuse_history(const Csv& csv, const std::string& file, const std::map<std::string, std::string>& said);
void refuse_predictions(const Csv& csv, const std::string& file, const std::map<std::string, std::string>& said);

}  // namespace xp
