// The curves of another tool, as a CSV file.
#include <cstdlib>

#include "framework/run/imports/history.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const xp::Csv csv = xp::read_csv(bytes, "log.csv");
    const xp::ImportedHistory history = xp::history_from(csv, "log.csv");
    for (const auto& [metric, series] : history.metrics)
      for (const xp::Point& p : series)
        if (p.at < 1 || p.at > history.epochs) std::abort();
  });
}
