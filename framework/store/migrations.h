// The schema, as the steps that made it. Append only: a shipped entry is never edited, it has run on somebody's
// records.
#pragma once
#include <vector>

namespace xp {

struct Migration {
  const char* name;
  const char* sql;
};
const std::vector<Migration>& migrations();

}  // namespace xp
