// A run as JSON, and back: everything that the store holds of it but the contents of its artifacts.
#pragma once
#include <string>
#include <vector>

#include "framework/run/exports/whole.h"

namespace xp {

/// With the numbers of its metrics, or with their names alone, where these stand elsewhere beside it.
enum class SeriesNumbers { inside, elsewhere };

/// One object, in one line without a break. A number that JSON cannot hold is "NaN", "Infinity" or "-Infinity"; text
/// that is no UTF-8 is {"hex": "…"}.
std::string document(const WholeRun& run, SeriesNumbers numbers);
/// Several as one document: {"format": "xp runs 1", "xp": …, "sha256": …, "runs": […]}, with the hash of its runs,
/// each without white space.
std::string documents(const std::vector<std::string>& runs);

/// Of one object as `document` writes it; series whose numbers are elsewhere are empty. Throws Error naming `file`, and
/// what of it is not understood.
WholeRun run_from_document(const std::string& text, const std::string& file);
struct RunsRead {
  std::vector<WholeRun> runs;
  bool hashed = true;  // false: as an xp wrote it that named no hash
};
/// Throws Error, too, for runs that are not what the hash says.
RunsRead runs_from_documents(const std::string& text, const std::string& file);

}  // namespace xp
