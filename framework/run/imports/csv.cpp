// Runs as `xp export --format csv` wrote them.
#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "framework/base/csv.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/run/exports/tables.h"
#include "framework/run/imports/adopt.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr const char* again = "copy the whole folder again, or export it again; nothing was imported";

/// SHA-256 by file.
std::map<std::string, std::string> listed(const std::string& place) {
  const std::string file = place + "/" + list_of_files;
  if (!fs::exists(file))
    throw Error(fmt::format("{} holds no {}, which says of each table whether it is whole", place, list_of_files),
                "xp export --format csv writes it last; nothing was imported");
  const Csv csv = read_csv_file(file);
  if (csv.header.cells != empty_list_of_files().columns)
    throw Error(file + " has other columns than it was written with", again);
  std::map<std::string, std::string> out;
  for (const Csv::Row& row : csv.rows) out[row.cells[0]] = row.cells[2];
  return out;
}

Tables read(const std::string& place) {
  const std::map<std::string, std::string> hashes = listed(place);
  Tables out = empty_tables();
  for (auto& [name, table] : out) {
    const std::string file = place + "/" + name + ".csv";
    if (!fs::exists(file)) throw Error(fmt::format("{} is missing", file), again);
    const std::string text = read_file(file);
    const auto known = hashes.find(name + ".csv");
    if (known == hashes.end() || known->second != sha256(text))
      throw Error(fmt::format("{} is not as it was written: {} says another SHA-256", file, list_of_files), again);
    const Csv csv = read_csv(text, file);
    table.columns = csv.header.cells;
    for (const Csv::Row& row : csv.rows) table.rows.push_back(row.cells);
  }
  return out;
}

}  // namespace

ImportedRuns import_csv(Store& store, const std::string& place) {
  if (fs::is_regular_file(place)) {
    const std::string folder = fs::path(place).parent_path().string();
    throw Error(place + " is a file, and the folder is wanted", "xp import csv " + (folder.empty() ? "." : folder));
  }
  if (!fs::exists(place + "/runs.csv"))
    throw Error(place + " holds no runs.csv",
                "xp export --format csv makes such a folder; of other tools' tables, "
                "xp import predictions and xp import history read one");
  std::vector<WholeRun> runs = runs_of(read(place), place);
  for (WholeRun& run : runs)
    for (const Artifact& a : run.record.artifacts)
      if (a.sha256.size() == 64 && a.sha256.find_first_not_of("0123456789abcdef") == a.sha256.npos)
        if (const std::string file = place + "/artifacts/" + a.sha256; fs::is_regular_file(fs::symlink_status(file)))
          run.files[a.name] = file;
  return adopt(store, std::move(runs), fs::path(absolute(place)).filename().string());
}

}  // namespace xp
