// Runs as `xp export --format json` wrote them.
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/run/exports/document.h"
#include "framework/run/imports/adopt.h"

namespace xp {

ImportedRuns import_json(Store& store, const std::string& place) {
  if (std::filesystem::is_directory(place))
    throw Error(place + " is a folder, and a file is wanted", "xp import csv FOLDER takes what --format csv wrote");
  const RunsRead read = runs_from_documents(read_file(place), place);
  ImportedRuns out = adopt(store, read.runs, std::filesystem::path(place).filename().string());
  if (!read.hashed)
    out.remarks.push_back(place + " names no SHA-256, as an older xp wrote it: nobody can tell whether it was changed");
  return out;
}

}  // namespace xp
