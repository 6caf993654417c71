#include "framework/store/db.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/store/migrations.h"

namespace xp {
namespace {

/// A writer waits this long for another one; a transaction lasts milliseconds.
constexpr int patience_ms = 60'000;

std::vector<std::string> applied(SQLite::Database& db) {
  std::vector<std::string> names;
  if (!db.tableExists("migrations")) return names;
  SQLite::Statement s(db, "SELECT name FROM migrations ORDER BY place");
  while (s.executeStep()) names.push_back(s.getColumn(0).getString());
  return names;
}

/// Throws before anything is written when the database knows steps that this program does not.
bool is_current(const std::vector<std::string>& names, const std::string& path) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (i >= migrations().size() || names[i] != migrations()[i].name)
      throw Error(fmt::format("{} was written by a newer version of xp (it knows \"{}\")", path, names[i]),
                  "use that version, or another XP_HOME; nothing was changed");
  return names.size() == migrations().size();
}

void migrate(SQLite::Database& db, const std::string& path) {
  db.exec(
      "CREATE TABLE IF NOT EXISTS migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT "
      "NULL)");
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  const std::vector<std::string> done = applied(db);
  is_current(done, path);
  for (std::size_t i = done.size(); i < migrations().size(); ++i) {
    db.exec(migrations()[i].sql);
    SQLite::Statement s(db, "INSERT INTO migrations VALUES (?, ?, ?)");
    s.bind(1, static_cast<std::int64_t>(i));
    s.bind(2, migrations()[i].name);
    s.bind(3, utc_now());
    s.exec();
  }
  transaction.commit();
}

/// A path as SQLite's file: URIs want it.
std::string uri(const std::string& path) {
  std::string out;
  for (const char c : path)
    out += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
  return out;
}

std::unique_ptr<SQLite::Database> open(const std::string& path, bool write) {
  namespace fs = std::filesystem;
  const bool writable = ::access(fs::path(path).parent_path().c_str(), W_OK) == 0 &&
                        (!fs::exists(path) || ::access(path.c_str(), W_OK) == 0);
  if (!writable && !write) {
    // A database in WAL mode is read beside its -shm file; without a WAL, nothing can change it but another user, and
    // SQLite must be told not to look for one.
    std::error_code none;
    const bool pending = fs::exists(path + "-wal") && fs::file_size(path + "-wal", none) > 0;
    auto db = std::make_unique<SQLite::Database>("file:" + uri(path) + (pending ? "?mode=ro" : "?immutable=1"),
                                                 SQLite::OPEN_READONLY | SQLite::OPEN_URI, patience_ms);
    if (!is_current(applied(*db), path))
      throw Error(path + " needs an upgrade, and cannot be written", "make it writable once");
    return db;
  }
  auto db = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience_ms);
  if (!is_current(applied(*db), path)) {
    const FileLock one_at_a_time(path + ".lock");
    db->exec("PRAGMA journal_mode = WAL");
    migrate(*db, path);
  }
  db->exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL");
  return db;
}

}  // namespace

Value Row::value(int c) const {
  const SQLite::Column column = s_.getColumn(c);
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  return column.getString();
}

std::vector<double> Row::reals(int c) const {
  const SQLite::Column column = s_.getColumn(c);
  std::vector<double> out(static_cast<std::size_t>(column.getBytes()) / sizeof(double));
  if (!out.empty()) std::memcpy(out.data(), column.getBlob(), out.size() * sizeof(double));
  return out;
}

void Db::put(SQLite::Statement& s, int at, const Value& v) {
  if (auto* b = v.get<bool>())
    s.bind(at, static_cast<std::int64_t>(*b));
  else if (auto* i = v.get<std::int64_t>())
    s.bind(at, *i);
  else if (auto* d = v.get<double>())
    put(s, at, *d);
  else
    s.bind(at, *v.get<std::string>());
}

Db::Db(const std::string& path, bool write) : path_(path) {
  translated([&] { db_ = open(path, write); });
}

void Db::refuse(const SQLite::Exception& e) const {
  const std::string what = fmt::format("the records in {}: {}", path_, e.what());
  // An I/O error says by the system's number that it was for want of room.
  if (e.getErrorCode() == SQLITE_FULL ||
      (e.getErrorCode() == SQLITE_IOERR && db_ && means_full(sqlite3_system_errno(db_->getHandle()))))
    throw DiskFull(fmt::format("the disk of {} is full", path_),
                   "make room, then go on; everything recorded so far is kept");
  switch (e.getErrorCode()) {
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: throw Error(what, "is the folder writable? XP_HOME names another one");
    case SQLITE_BUSY:
      throw Error(what, fmt::format("another program held them for {}", duration(patience_ms / 1000.0)), Exit::failed);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(what, "the file is damaged or is no database; restore a copy, or use another XP_HOME");
    case SQLITE_IOERR: throw Error(what, "the disk refuses; is it full or failing?", Exit::failed);
    default: throw Error(what, "", Exit::failed);
  }
}

}  // namespace xp
