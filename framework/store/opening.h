// Opening the records: created, brought up to this program, or refused.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <string>

namespace xp {

/// One process waits so long for others; a transaction lasts milliseconds.
inline constexpr int patience_ms = 60'000;

/// As Db's constructor. Throws Error, and SQLite::Exception.
std::unique_ptr<SQLite::Database> open_records(const std::string& path, bool write, bool synced);

}  // namespace xp
