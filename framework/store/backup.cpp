// A copy of a home while others write into it.
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/store/examination.h"
#include "framework/store/home.h"
#include "framework/store/opening.h"
#include "framework/store/store.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr int pages_at_once = 4096;  // 16 MiB

// All is synced: a backup is there for the day on which the machine died.

/// A folder that is nobody's backup until it is kept under its name.
class NewFolder {
 public:
  explicit NewFolder(const std::string& path) : path_(path), temporary_(path + ".tmp" + std::to_string(::getpid())) {
    fs::remove_all(temporary_);  // of a process that had this number
    make_folder(temporary_);
  }
  ~NewFolder() {
    std::error_code none;
    if (!kept_) fs::remove_all(temporary_, none);
  }
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::string& temporary() const { return temporary_; }
  void keep() {
    std::error_code error;
    fs::rename(temporary_, path_, error);  // over an empty folder too
    if (error == std::errc::directory_not_empty)
      throw Error(path_ + " holds another backup, which was made meanwhile", "a new folder for each backup");
    if (error) throw Error(fmt::format("cannot name the backup {}: {}", path_, error.message()));
    kept_ = true;
  }

 private:
  std::string path_, temporary_;
  bool kept_ = false;
};

void refuse_place(const std::string& home, const std::string& folder) {
  if (const std::string in = fs::path(folder).parent_path(); !fs::is_directory(in))
    throw Error(fmt::format("there is no folder {} for {}", in, folder), "mkdir -p " + in);
  const std::string from = fs::weakly_canonical(home), to = fs::weakly_canonical(folder);
  if (to == from || to.starts_with(from + "/"))
    throw Error(fmt::format("{} lies in the home that is to be backed up", folder), "a folder elsewhere");
  if (fs::exists(fs::path(folder) / "xp.db"))
    throw Error(fmt::format("{} holds records already", folder), "a new folder for each backup: " + folder + "-2");
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw Error(fmt::format("{} is there already, and not empty", folder), "a new folder for each backup");
}

/// All pages of one moment: in WAL mode a reader sees one, and keeps nobody from writing.
void copy_records(SQLite::Database& from, const std::string& to) {
  try {
    SQLite::Database copy(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience_ms);
    copy.exec("PRAGMA synchronous = OFF");             // it is synced below, once
    SQLite::Transaction moment(from);                  // else it begins anew whenever somebody writes
    from.exec("SELECT 1 FROM sqlite_schema LIMIT 1");  // now
    SQLite::Backup backup(copy, from);
    for (int said = SQLITE_OK; said != SQLITE_DONE; PoliteInterrupt::end_if_pending())
      if (said = backup.executeStep(pages_at_once); said == SQLITE_BUSY || said == SQLITE_LOCKED)
        ::usleep(1000);  // another one is opening, or recovering
  } catch (const SQLite::Exception& e) {
    const std::string what = fmt::format("cannot copy the records to {}: {}", to, e.what());
    if (means_full(e, to)) throw DiskFull(what);
    throw Error(what, "xp doctor looks at the records", Exit::failed);
  }
  sync_to_disk(to);
}

/// The names of what lies there, folder by folder, and its own.
void sync_names(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) sync_names(entry.path());
  sync_to_disk(folder);
}

/// Empty where it is there now. A link where the file system makes one: contents are never changed in place.
std::string copy_artifact(const std::string& from, const std::string& to, const std::string& sha256,
                          std::int64_t size) {
  if (std::string wrong = trouble(from, sha256, size); !wrong.empty()) return wrong;
  std::error_code error;
  make_folder(fs::path(to).parent_path());
  fs::create_hard_link(from, to, error);
  if (!error) return "";
  fs::copy_file(from, to, error);
  if (error && means_full(error.value())) throw DiskFull(fmt::format("cannot copy {}: {}", from, error.message()));
  if (error) return error.message();
  sync_to_disk(to);
  return sha256_of_file(to) == sha256 ? "" : "has another content than its hash says";
}

/// "weights.safetensors of run12", of all whose artifact it is.
std::string namers(SQLite::Database& records, const std::string& sha256) {
  std::vector<std::string> out;
  SQLite::Statement s(records, "SELECT name, run FROM artifacts WHERE sha256 = ? ORDER BY run, name");
  for (s.bind(1, sha256); s.executeStep();)
    out.push_back(fmt::format("{} of {}", s.getColumn(0).getString(), run_name(s.getColumn(1).getInt64())));
  return some_of(out);
}

/// Those that the copied records name. Sentences on what could not be had.
std::vector<std::string> copy_artifacts(const std::string& home, const std::string& copy) {
  std::vector<std::string> out;
  const std::unique_ptr<SQLite::Database> records = only_to_read(copy + "/xp.db");
  SQLite::Statement s(*records, "SELECT sha256, size FROM artifacts GROUP BY sha256");
  while (s.executeStep()) {
    PoliteInterrupt::end_if_pending();
    const std::string sha256 = s.getColumn(0).getString(), place = "/artifacts/" + sha256.substr(0, 2) + "/" + sha256;
    const std::string trouble = copy_artifact(home + place, copy + place, sha256, s.getColumn(1).getInt64());
    if (!trouble.empty()) out.push_back(namers(*records, sha256) + " " + trouble);
  }
  return out;
}

}  // namespace

void Store::backup(const std::string& given) const {
  const std::string folder =
      absolute(given.ends_with('/') && given.size() > 1 ? given.substr(0, given.size() - 1) : given);
  refuse_place(home_, folder);
  NewFolder made(folder);
  const std::string& copy = made.temporary();
  std::error_code none;
  const double size = static_cast<double>(fs::file_size(home_ + "/xp.db", none));
  if (const double room = free_bytes(copy); room > 0 && room < size)
    throw DiskFull(fmt::format("{} has room for {}, and the records take {}", folder, bytes(room), bytes(size)),
                   "make room there, or take another disk");
  copy_records(db_->whole(), copy + "/xp.db");
  if (!damage(copy).empty())
    throw Error(fmt::format("the records in {} are damaged, and were not backed up", home_),
                "xp doctor says what is damaged, and how to save the rest", Exit::failed);
  PoliteInterrupt::end_if_pending();
  const std::vector<std::string> lost = copy_artifacts(home_, copy);
  for (const char* left : {"/xp.db-wal", "/xp.db-shm"}) fs::remove(copy + left, none);
  sync_names(copy);
  made.keep();
  sync_to_disk(fs::path(folder).parent_path());
  if (!lost.empty())
    throw Error(fmt::format("{} is a backup of all but {}: {}", folder,
                            lost.size() == 1 ? "one artifact" : fmt::format("{} artifacts", lost.size()),
                            join({lost.begin(), lost.begin() + std::min<std::ptrdiff_t>(10, std::ssize(lost))})),
                "xp doctor says what is wrong with them here", Exit::failed);
}

}  // namespace xp
