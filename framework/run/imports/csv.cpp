// Runs as `xp export --format csv` wrote them.
#include <filesystem>

#include "framework/base/csv.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/run/exports/tables.h"
#include "framework/run/imports/adopt.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

Tables read(const std::string& place) {
  Tables out = empty_tables();
  for (auto& [name, table] : out) {
    const std::string file = place + "/" + name + ".csv";
    if (!fs::exists(file) && name != "runs") continue;
    const Csv csv = read_csv_file(file);
    table.columns = csv.header.cells;
    for (const Csv::Row& row : csv.rows) table.rows.push_back(row.cells);
  }
  return out;
}

}  // namespace

ImportedRuns import_csv(Store& store, const std::string& place) {
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
