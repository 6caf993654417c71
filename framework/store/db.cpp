#include "framework/store/db.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/store/opening.h"

namespace xp {

Value Row::value(int c, int is_bool) const {
  const SQLite::Column column = s_.getColumn(c);
  if (is_bool >= 0 && integer(is_bool)) return column.getInt64() != 0;
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  if (column.isNull()) return std::numeric_limits<double>::quiet_NaN();
  return column.getString();
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

Db::Db(const std::string& path, bool write, bool synced) : path_(path), synced_(synced) {
  translated([&] { db_ = open_records(path, write, synced); });
}

/// What SQLite does not wait for by itself, such as a log that another process is mending, is waited for here.
void Db::begin(SQLite::Statement& s) const {
  using Clock = std::chrono::steady_clock;
  for (const auto until = Clock::now() + std::chrono::milliseconds(patience_ms);;) {
    const int code = s.tryExecuteStep();
    if (code == SQLITE_ROW || code == SQLITE_DONE) return;
    const bool anothers_turn = (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_PROTOCOL;
    if (inside_ || !anothers_turn || Clock::now() > until) throw SQLite::Exception(db_->getHandle(), code);
    s.tryReset();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// A rollback that failed, with the disk, is made up for.
void Db::begin_transaction() {
  roll_back();
  run("BEGIN IMMEDIATE");
  inside_ = true;
}

void Db::roll_back() noexcept {
  inside_ = false;
  if (!sqlite3_get_autocommit(db_->getHandle())) db_->tryExec("ROLLBACK");
}

void Db::refuse(const SQLite::Exception& e) const {
  const std::string what = fmt::format("the records in {}: {}", path_, e.what());
  // An I/O error may say by the system's number that it was for want of room.
  if (means_full(e, path_) ||
      (e.getErrorCode() == SQLITE_IOERR && db_ && means_full(sqlite3_system_errno(db_->getHandle()))))
    throw DiskFull(fmt::format("the disk of {} is full", path_),
                   "make room, then go on; everything recorded so far is kept");
  switch (e.getErrorCode()) {
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: throw Error(what, "is the folder writable? XP_HOME names another one");
    case SQLITE_BUSY: throw Held(what);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(what,
                  "the file is damaged or is no database: xp doctor says what can be saved; else restore a copy, or "
                  "use another XP_HOME");
    case SQLITE_IOERR: throw Error(what, "the disk refuses; is it full or failing?", Exit::failed);
    default: throw Error(what, "", Exit::failed);
  }
}

}  // namespace xp
