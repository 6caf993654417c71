// Runs as JSON: what was read is written and read again, the same.
#include <cstdlib>

#include "framework/run/exports/document.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    for (const xp::WholeRun& run : xp::runs_from_documents(std::string(bytes), "runs.json").runs) {
      const std::string written = xp::document(run, xp::SeriesNumbers::inside);
      if (xp::document(xp::run_from_document(written, "again"), xp::SeriesNumbers::inside) != written) std::abort();
    }
  });
}
