// Runs as a folder of tables: "== NAME" and a CSV file, several. What was read is written and read again, the same.
#include <cstdlib>

#include "framework/base/csv.h"
#include "framework/run/exports/document.h"
#include "framework/run/exports/tables.h"
#include "tools/fuzz/attempt.h"

namespace {

xp::Tables tables(std::string_view bytes) {
  xp::Tables out = xp::empty_tables();
  for (std::size_t at = bytes.find("== "); at < bytes.size();) {
    const std::size_t end = std::min(bytes.find("\n== ", at), bytes.size());
    const std::string_view part = bytes.substr(at + 3, end - at - 3);
    const std::size_t line = std::min(part.find('\n'), part.size());
    if (const auto table = out.find(std::string(part.substr(0, line))); table != out.end() && line < part.size()) {
      const xp::Csv csv = xp::read_csv(part.substr(line + 1), table->first);
      table->second.columns = csv.header.cells, table->second.rows.clear();
      for (const xp::Csv::Row& row : csv.rows) table->second.rows.push_back(row.cells);
    }
    at = end == bytes.size() ? end : end + 1;
  }
  return out;
}

std::string essence(const std::vector<xp::WholeRun>& runs) {
  std::vector<std::string> out;
  for (const xp::WholeRun& run : runs) out.push_back(xp::document(run, xp::SeriesNumbers::inside));
  return xp::documents(out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const std::vector<xp::WholeRun> runs = xp::runs_of(tables(bytes), "folder");
    xp::Tables again = xp::empty_tables();
    for (const xp::WholeRun& run : runs) {
      for (const auto* part : {&run.record.validation, &run.record.test})
        for (const xp::Prediction& p : *part)
          if (p.probabilities.empty()) std::abort();
      xp::add_to(again, run);
    }
    if (essence(xp::runs_of(again, "again")) != essence(runs)) std::abort();
  });
}
