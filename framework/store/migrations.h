// The schema, as the steps that made it. Append only: a shipped entry is never edited, it has run on somebody's
// records.
#pragma once
#include <vector>

namespace SQLite {
class Database;
}

namespace xp {

struct Migration {
  const char* name;
  const char* sql;
  void (*then)(SQLite::Database&) = nullptr;  // what SQL cannot do, in the same transaction
};
const std::vector<Migration>& migrations();

/// The one that brought `stretches` (packing.cpp).
extern const char* const hashes_and_stretches;
/// Rows of `steps`, one a value, become `stretches`; those of attempts that were resumed too.
void pack_steps(SQLite::Database& db);

}  // namespace xp
