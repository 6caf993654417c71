// What a run happened in, sorted by what it is.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

struct EnvironmentGroup {
  std::string title;  // "Machine"
  Table table;
};
/// Machine, software, what was computed with; then variables and whatever else was recorded. Groups without a row are
/// left out, and so is the command line.
std::vector<EnvironmentGroup> environment_groups(const Record& record);

}  // namespace xp
