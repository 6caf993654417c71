// Databases that are not the records: somebody else's, and the schema as it was.
#include "framework/store/db.h"
#include "framework/store/migrations.h"

namespace xp {

std::vector<Cell> Row::cells() const {
  std::vector<Cell> out;
  for (int c = 0; c < s_.getColumnCount(); ++c) {
    const SQLite::Column column = s_.getColumn(c);
    if (column.isInteger())
      out.emplace_back(column.getInt64());
    else if (column.isFloat())
      out.emplace_back(column.getDouble());
    else if (column.isText())
      out.emplace_back(column.getString());
    else if (column.isBlob())
      out.emplace_back(Blob{column.getString()});
    else
      out.emplace_back();
  }
  return out;
}

Db Db::foreign(const std::string& path) {
  Db out(path, nullptr);
  out.translated([&] {
    out.db_ = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READONLY);
    out.db_->exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON");
  });
  return out;
}

Db Db::of_first(std::size_t migrations) {
  Db out(":memory:", std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
  out.translated([&] {
    for (std::size_t i = 0; i < migrations; ++i) {
      out.db_->exec(xp::migrations().at(i).sql);
      if (const auto then = xp::migrations()[i].then) then(*out.db_);
    }
  });
  return out;
}

}  // namespace xp
