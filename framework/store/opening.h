// Opening the records: created, brought up to this program, or refused.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>

#include "framework/base/error.h"

namespace xp {

/// One process waits so long for others; a transaction lasts milliseconds.
inline constexpr int patience_ms = 60'000;

/// Whether SQLite failed because the disk of this path is full, which it does not always say.
bool means_full(const SQLite::Exception& e, const std::string& path);

/// The records, for reading alone: nothing is migrated, recovered into the file, or created. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> only_to_read(const std::string& path);

/// Another program held the records for longer than that. Whoever can wait tries again.
class Held : public Error {
 public:
  explicit Held(const std::string& what);
};

/// As Db's constructor. Throws Error, and SQLite::Exception.
std::unique_ptr<SQLite::Database> open_records(const std::string& path, bool write, bool synced);

}  // namespace xp
