#include "framework/store/opening.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/store/migrations.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

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
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  const std::vector<std::string> done = applied(db);  // another process may have been here first
  is_current(done, path);
  db.exec(
      "CREATE TABLE IF NOT EXISTS migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT "
      "NULL)");
  for (std::size_t i = done.size(); i < migrations().size(); ++i) {
    db.exec(migrations()[i].sql);
    if (migrations()[i].then) migrations()[i].then(db);
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

/// Waits its turn in short naps: SQLite's own grow to a tenth of a second, and who naps long comes last.
int nap(void* /*unused*/, int times) {
  if (times > patience_ms) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(times < 20 ? 100 : 1000));
  return 1;
}

std::unique_ptr<SQLite::Database> opened(const std::string& path, int flags) {
  auto db = std::make_unique<SQLite::Database>(path, flags | SQLite::OPEN_NOMUTEX);  // one thread at a time
  sqlite3_busy_handler(db->getHandle(), nap, nullptr);
  return db;
}

/// Whether closing moves what is in the log into the database.
void tidies(SQLite::Database& db, bool yes) {
  sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, yes ? 0 : 1, nullptr);
}

/// A database in WAL mode is read beside its -shm file; without a log, nothing can change it but another user, and
/// SQLite must be told not to look for one.
std::unique_ptr<SQLite::Database> open_unwritable(const std::string& path) {
  std::error_code none;
  const bool pending = fs::exists(path + "-wal") && fs::file_size(path + "-wal", none) > 0;
  auto db =
      opened("file:" + uri(path) + (pending ? "?mode=ro" : "?immutable=1"), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  if (!is_current(applied(*db), path))
    throw Error(path + " needs an upgrade, and cannot be written", "make it writable once");
  return db;
}

}  // namespace

std::unique_ptr<SQLite::Database> open_records(const std::string& path, bool write, bool synced) {
  const bool writable = ::access(fs::path(path).parent_path().c_str(), W_OK) == 0 &&
                        (!fs::exists(path) || ::access(path.c_str(), W_OK) == 0);
  if (!writable && !write) return open_unwritable(path);
  auto db = opened(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  tidies(*db, false);  // not the records of a newer xp
  if (!is_current(applied(*db), path)) {
    const FileLock one_at_a_time(path + ".lock");
    db->exec("PRAGMA journal_mode = WAL");
    migrate(*db, path);
  }
  tidies(*db, true);
  db->exec("PRAGMA foreign_keys = ON");
  db->exec(synced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  return db;
}

}  // namespace xp
