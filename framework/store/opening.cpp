#include "framework/store/opening.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
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
  using Clock = std::chrono::steady_clock;
  static thread_local Clock::time_point begun;
  if (times == 0) begun = Clock::now();
  if (Clock::now() - begun > std::chrono::milliseconds(patience_ms)) return 0;
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

bool is_writable(const std::string& path) {
  return ::access(fs::path(path).parent_path().c_str(), W_OK) == 0 &&
         (!fs::exists(path) || ::access(path.c_str(), W_OK) == 0);
}

std::unique_ptr<SQLite::Database> read_as(const std::string& path, const char* how) {
  return opened("file:" + uri(path) + how, SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

bool has_log(const std::string& path) {
  std::error_code none;
  const auto size = fs::file_size(path + "-wal", none);
  return !none && size > 0;
}

/// Whoever opens the records first makes the index of their log, the file -shm: on a full disk it cannot grow, and on
/// one that cannot be written it cannot be made.
bool lacks_index(SQLite::Database& db, const std::string& path) {
  if (db.tryExec("SELECT 1 FROM sqlite_schema LIMIT 1") == SQLITE_OK) return false;
  return db.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE ||
         (db.getErrorCode() == SQLITE_CANTOPEN && !is_writable(path));
}

/// Without a -shm file: the index, where there is a log, is in memory. Where others could write, none can meanwhile,
/// not even another connection of this process.
std::unique_ptr<SQLite::Database> read_alone(const std::string& path) {
  if (!is_writable(path) && !has_log(path)) return read_as(path, "?immutable=1");
  auto db = is_writable(path) ? opened(path, SQLite::OPEN_READWRITE) : read_as(path, "?mode=ro&vfs=unix-none");
  tidies(*db, false);
  db->exec("PRAGMA locking_mode = EXCLUSIVE");
  return db;
}

std::unique_ptr<SQLite::Database> if_current(std::unique_ptr<SQLite::Database> db, const std::string& path) {
  if (!is_current(applied(*db), path))
    throw Error(path + " needs an upgrade, and cannot be written", "make it writable once, with room on its disk");
  return db;
}

}  // namespace

Held::Held(const std::string& what)
    : Error(what, fmt::format("another program held them for {}", duration(patience_ms / 1000.0)), Exit::failed) {}

bool means_full(const SQLite::Exception& e, const std::string& path) {
  return e.getErrorCode() == SQLITE_FULL || (e.getErrorCode() == SQLITE_IOERR && nearly_full(path));
}

/// A database in WAL mode is read beside its -shm file; where this user may not write, nothing can change it without a
/// log but another user, and SQLite must be told not to look for one.
std::unique_ptr<SQLite::Database> only_to_read(const std::string& path) {
  if (!is_writable(path) && !has_log(path)) return read_as(path, "?immutable=1");
  auto db = read_as(path, "?mode=ro");
  if (!lacks_index(*db, path)) return db;
  db.reset();
  return read_alone(path);
}

std::unique_ptr<SQLite::Database> open_records(const std::string& path, bool write, bool synced) {
  if (!is_writable(path)) {
    if (!write) return if_current(only_to_read(path), path);
    throw Error(path + " cannot be written: its folder, its disk or the file itself is read-only for this user",
                "what is recorded can be read; to record, make it writable, or name another folder by XP_HOME");
  }
  auto db = opened(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  tidies(*db, false);  // not the records of a newer xp
  if (!write && lacks_index(*db, path)) {
    db.reset();
    return if_current(read_alone(path), path);
  }
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
