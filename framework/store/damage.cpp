// Whether the file of the records is sound, and what can be saved where it is not.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/store/home.h"
#include "framework/store/opening.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr int most_findings = 20;  // of the integrity check; one damaged page brings hundreds

std::string whole_path(const std::string& home) { return home + "/xp.db"; }

/// SQLite's file as a URI.
std::string uri(const std::string& path) {
  std::string out = "file:";
  for (const char c : path)
    out += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
  return out;
}

bool means_damage(const SQLite::Exception& e) {
  return e.getErrorCode() == SQLITE_CORRUPT || e.getErrorCode() == SQLITE_NOTADB || e.getErrorCode() == SQLITE_IOERR;
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

Ailment damaged(const std::string& home, const std::string& what) {
  return {
      what,
      fmt::format("nothing was written to it; restore a backup, or save what can be read into another folder: "
                  "mkdir NEW && sqlite3 {0}/xp.db .dump | sed 's/^ROLLBACK.*/COMMIT;/' | sqlite3 NEW/xp.db && cp -r "
                  "{0}/artifacts NEW/, then XP_HOME=NEW xp doctor --mend",
                  home),
      false};
}

}  // namespace

const char* const without_records =
    "nothing was changed; put xp.db back from a backup, or move the folder artifacts elsewhere to begin anew";

std::unique_ptr<SQLite::Database> only_to_read(const std::string& home) {
  const std::string path = whole_path(home);
  // In a folder that cannot be written, SQLite must be told that nobody else writes; see opening.cpp.
  std::error_code none;
  const bool alone = ::access(home.c_str(), W_OK) != 0 && !fs::exists(path + "-wal", none);
  return std::make_unique<SQLite::Database>(uri(path) + (alone ? "?immutable=1" : "?mode=ro"),
                                            SQLite::OPEN_READONLY | SQLite::OPEN_URI, patience_ms);
}

std::string lost_records(const std::string& home) {
  const std::string path = whole_path(home);
  std::error_code none;
  const bool there = fs::exists(path, none);
  const auto holds = [&](const std::string& file) { return fs::exists(file, none) && fs::file_size(file, none) > 0; };
  if (holds(path) || holds(path + "-wal")) return "";
  std::int64_t artifacts = 0;
  for (fs::recursive_directory_iterator i(home + "/artifacts", none), end; !none && i != end; i.increment(none))
    artifacts += named_as_content(i->path());
  if (artifacts == 0) return "";
  return fmt::format("{} holds {} artifact{}, and the records that name them, xp.db, are {}", home, grouped(artifacts),
                     artifacts == 1 ? "" : "s", there ? "empty" : "missing");
}

std::vector<Ailment> damage(const std::string& home) {
  if (const std::string lost = lost_records(home); !lost.empty()) return {{lost, without_records, false}};
  if (!fs::exists(whole_path(home)))
    throw Error("there are no runs yet in " + home, "XP_HOME names the folder of the records");
  std::vector<Ailment> out;
  std::unique_ptr<SQLite::Database> db;
  try {
    db = only_to_read(home);
    std::vector<std::string> said = texts(*db, fmt::format("PRAGMA integrity_check({})", most_findings));
    if (said == std::vector<std::string>{"ok"}) return out;
    std::vector<std::string> lines;  // "*** in database main ***" heads them
    for (const std::string& text : said)
      for (const std::string& line : split(text, '\n'))
        if (!line.empty() && !line.starts_with("***")) lines.push_back(line);
    said = lines.empty() ? said : lines;
    out.push_back(damaged(home, fmt::format("{}/xp.db is damaged: {}{}", home, said.front(),
                                            said.size() > 1 ? fmt::format(" (and {} more)", said.size() - 1) : "")));
    out.push_back({"of the damaged records " + what_is_left(*db), "copy the folder before anything else", false});
  } catch (const SQLite::Exception& e) {
    if (!means_damage(e))
      throw Error(fmt::format("the records in {}: {}", whole_path(home), e.what()), "", Exit::failed);
    out.push_back(damaged(home, fmt::format("{}/xp.db is damaged: {}", home, e.what())));
    if (db)
      out.push_back({"of the damaged records " + what_is_left(*db), "copy the folder before anything else", false});
  }
  return out;
}

}  // namespace xp
