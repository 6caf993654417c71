// Runs as tidy tables: a row an observation, a column a variable; every table's first column is the run. What a folder
// of CSV files holds, and what is read from one.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/run/exports/whole.h"

namespace xp {

struct Tidy {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
/// By name: "runs", "metrics", "predictions" …; the same ones always, some without a row.
using Tables = std::map<std::string, Tidy>;

Tables empty_tables();
/// A folder of tables names each of its files in one more, with the rows and the SHA-256 that it was written with.
constexpr const char* list_of_files = "files.csv";
inline Tidy empty_list_of_files() { return {{"file", "rows", "sha256"}, {}}; }
void add_to(Tables& tables, const WholeRun& run);
/// Throws Error naming table and row for what is not understood; `place` is where the tables were read.
std::vector<WholeRun> runs_of(const Tables& tables, const std::string& place);

/// RFC 4180, in UTF-8: lines end in CR LF, cells that need it are quoted.
std::string csv_of(const Tidy& table);

}  // namespace xp
