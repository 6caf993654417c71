// Runs as a folder of CSV files, a table each, and one of their artifacts by hash.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/run/exports/export.h"
#include "framework/run/exports/tables.h"

namespace xp {

namespace fs = std::filesystem;

Exported export_csv(const Store& store, const std::vector<std::int64_t>& runs, const std::string& place) {
  Exported out;
  Tables tables = empty_tables();
  make_folder(place + "/artifacts");
  for (const std::int64_t id : runs) {
    const WholeRun run = whole(store, id);
    add_to(tables, run);
    ++out.runs;
    for (const Artifact& a : run.record.artifacts) {
      const fs::path to = fs::path(place) / "artifacts" / a.sha256;
      if (fs::exists(to)) continue;
      if (!fs::exists(run.files.at(a.name))) {
        out.remarks.push_back(fmt::format("{}: the content of {} is gone", run_name(id), a.name));
        continue;
      }
      copy_content(a, run.files.at(a.name), to);
      ++out.files, out.bytes += static_cast<double>(a.size);
    }
  }
  Tidy all = empty_list_of_files();
  const auto write = [&](const std::string& file, const Tidy& table) {
    const std::string text = csv_of(table);
    write_file(place + "/" + file, text);
    all.rows.push_back({file, fmt::format("{}", table.rows.size()), sha256(text)});
    ++out.files, out.bytes += static_cast<double>(text.size());
  };
  for (const auto& [name, table] : tables) write(name + ".csv", table);
  write(list_of_files, Tidy(all));  // last: without it nothing is taken in
  return out;
}

}  // namespace xp
