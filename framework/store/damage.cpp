// Whether the file of the records is sound, and what can be saved where it is not.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/store/home.h"
#include "framework/store/opening.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr int most_findings = 20;  // of the integrity check; one damaged page brings hundreds

std::string whole_path(const std::string& home) { return home + "/xp.db"; }

/// Throws Error for what is no damage.
std::string damage_in(const SQLite::Exception& e, const std::string& home) {
  if (means_full(e, whole_path(home))) throw DiskFull("the disk of " + whole_path(home) + " is full");
  const std::string what = e.what();
  if (e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB || e.getErrorCode() == SQLITE_IOERR)
    return what;
  throw Error(fmt::format("the records in {}: {}", whole_path(home), what), "", Exit::failed);
}

std::vector<std::string> texts(SQLite::Database& db, const std::string& sql) {
  std::vector<std::string> out;
  SQLite::Statement s(db, sql);
  while (s.executeStep()) out.push_back(s.getColumn(0).getString());
  return out;
}

/// Reads every row of a table. How many there were, and whether that was all.
std::pair<std::int64_t, bool> readable(SQLite::Database& db, const std::string& table) {
  std::int64_t rows = 0;
  try {
    SQLite::Statement s(db, "SELECT * FROM \"" + table + "\" NOT INDEXED");
    for (; s.executeStep(); ++rows)
      for (int c = 0; c < s.getColumnCount(); ++c) (void)s.getColumn(c).getBytes();  // what overflowed too
  } catch (const SQLite::Exception&) {
    return {rows, false};
  }
  return {rows, true};
}

std::string what_is_left(SQLite::Database& db) {
  std::vector<std::string> whole, part;
  try {
    for (const std::string& table : texts(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"))
      if (const auto [rows, all] = readable(db, table); all)
        whole.push_back(table);
      else
        part.push_back(fmt::format("{} ({} rows before the damage)", table, grouped(rows)));
  } catch (const SQLite::Exception&) {
    return "not even the names of its tables can be read";
  }
  if (part.empty()) return "every row can be read: the damage is in an index, or in free pages";
  return fmt::format("can be read whole: {}; in part: {}", whole.empty() ? "nothing" : join(whole), join(part));
}

Ailment damaged(const std::string& home, const std::string& how) {
  std::error_code none;
  return {
      fmt::format("{}/xp.db is damaged: {}", home, how),
      fmt::format("nothing was written to it; restore a backup, or save what can be read into another folder: "
                  "mkdir NEW && sqlite3 {0}/xp.db .dump | sed 's/^ROLLBACK.*/COMMIT;/' | sqlite3 NEW/xp.db{1}, then "
                  "XP_HOME=NEW xp doctor --mend",
                  home, fs::is_directory(home + "/artifacts", none) ? " && cp -r " + home + "/artifacts NEW/" : ""),
      false};
}

Ailment no_database(const std::string& home) {
  return {fmt::format("{}/xp.db is no database: its first bytes are not SQLite's", home),
          "nothing was written to it, and no row can be read from it; put xp.db back from a backup, or begin anew in "
          "another folder: XP_HOME",
          false};
}

}  // namespace

const char* const without_records =
    "nothing was changed; put xp.db back from a backup (an xp.db-wal that lies there belongs to another xp.db: move it "
    "elsewhere first), or begin anew in another folder: XP_HOME";

void refuse_no_folder(const std::string& home) {
  if (fs::exists(home) && !fs::is_directory(home))
    throw Error(home + " is no folder, so no records can be in it", "XP_HOME names the folder of the records");
}

std::string lost_records(const std::string& home) {
  const std::string path = whole_path(home);
  std::error_code none;
  const bool there = fs::exists(path, none);
  const auto holds = [&](const std::string& file) { return fs::exists(file, none) && fs::file_size(file, none) > 0; };
  const bool log = holds(path + "-wal");  // asked first: a home that is being made has records before their log
  if (holds(path)) return "";
  std::int64_t artifacts = 0;
  for (fs::recursive_directory_iterator i(home + "/artifacts", none), end; !none && i != end; i.increment(none))
    artifacts += named_as_content(i->path());
  std::vector<std::string> left;
  if (artifacts) left.push_back(fmt::format("{} artifact{}", grouped(artifacts), artifacts == 1 ? "" : "s"));
  if (log) left.push_back("a log of records, xp.db-wal");  // which SQLite would remove
  if (left.empty()) return "";
  return fmt::format("{} holds {}, and the records that belong to {}, xp.db, are {}", home, join(left, " and "),
                     left.size() == 1 && artifacts < 2 ? "it" : "them", there ? "empty" : "missing");
}

std::vector<Ailment> damage(SQLite::Database& records, const std::string& home) {
  const auto left = [&] {
    return Ailment{"of the damaged records " + what_is_left(records), "copy the folder before anything else", false};
  };
  try {
    std::vector<std::string> said = texts(records, fmt::format("PRAGMA integrity_check({})", most_findings));
    if (said == std::vector<std::string>{"ok"}) return {};
    std::vector<std::string> lines;  // "*** in database main ***" heads them
    for (const std::string& text : said)
      for (const std::string& line : split(text, '\n'))
        if (!line.empty() && !line.starts_with("***")) lines.push_back(line);
    said = lines.empty() ? said : lines;
    const std::string more = said.size() > 1 ? fmt::format(" (and {} more)", said.size() - 1) : "";
    return {damaged(home, said.front() + more), left()};
  } catch (const SQLite::Exception& e) {
    if (e.getErrorCode() == SQLITE_NOTADB) return {no_database(home)};
    return {damaged(home, damage_in(e, home)), left()};
  }
}

std::vector<Ailment> damage(const std::string& home) {
  refuse_no_folder(home);
  if (const std::string lost = lost_records(home); !lost.empty()) return {{lost, without_records, false}};
  if (!fs::exists(whole_path(home)))
    throw Error("there are no runs yet in " + home, "XP_HOME names the folder of the records");
  std::unique_ptr<SQLite::Database> records;
  try {
    records = only_to_read(whole_path(home));
  } catch (const SQLite::Exception& e) {
    return {damaged(home, damage_in(e, home))};
  }
  return damage(*records, home);
}

}  // namespace xp
