// Rows of any table on their way from one database to another of the same schema.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/store/db.h"

namespace xp {

using Cells = std::vector<Cell>;

struct StoredTable {
  std::string name;
  std::vector<std::string> columns;
  std::optional<std::size_t> place(const std::string& column) const;
};

/// What travels how. The schema tells it, so that a table that is added to it is not forgotten.
struct StoredTables {
  std::vector<StoredTable> of_runs;    // have a column `run`: go with it
  std::vector<StoredTable> of_splits;  // have a column `split`
  StoredTable runs, splits, sweeps, trials, metric_names, source_texts;
};
/// Throws std::logic_error for a table that is none of these and is not known to stay behind either.
StoredTables tables_of(const Db& db);

/// NumbersElsewhere of rows in one database, by those in the other.
struct NumbersElsewhere {
  using Map = std::map<std::int64_t, std::int64_t>;
  Map runs, splits, sweeps, metrics;
  /// References as the other database has them; to what does not travel there are none.
  void change(const StoredTable& table, Cells& cells) const;
};

/// Calls `each` for the rows of `table` whose `column` is `key`, by rising id where there is one.
void rows_of(const Db& db, const StoredTable& table, const std::string& column, const Cell& key,
             const std::function<void(Cells)>& each);
/// `or_ignore`: one that is there already stays.
void insert(Db& db, const StoredTable& table, const Cells& cells, bool or_ignore = false);
/// As `rows_of`, into the same table, with numbers changed. Where a table numbers its own rows they get new numbers,
/// in the same order. `or_ignore`: as of `insert`.
void copy(const Db& from, Db& to, const StoredTable& table, const std::string& column, std::int64_t key,
          const NumbersElsewhere& numbers, bool or_ignore = false);

/// Of the rows whose `column` is `key`: equal where they say the same, whatever numbers they have in their database.
std::string content_of(const Db& db, const StoredTable& table, const std::string& column, std::int64_t key,
                       const std::vector<std::string>& without = {});

}  // namespace xp
