#include "tools/xp/import_kinds.h"

#include <algorithm>
#include <filesystem>

namespace xp {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code none;
  return fs::is_regular_file(path, none);
}

bool has_events(const fs::path& folder) {
  std::error_code none;
  for (fs::recursive_directory_iterator i(folder, none), end; !none && i != end; i.increment(none))
    if (i->path().filename().string().find("tfevents") != std::string::npos) return true;
  return false;
}

bool is_mlruns(const fs::path& folder) {
  std::error_code none;
  const fs::directory_iterator all(folder, none);
  return is_file(folder / "meta.yaml") ||
         std::any_of(begin(all), end(all), [](const auto& entry) { return is_file(entry.path() / "meta.yaml"); });
}

}  // namespace

std::string kind_at(const std::string& place) {
  const fs::path path(place);
  const std::string ending = path.extension().string();
  std::error_code none;
  if (fs::is_directory(path, none))
    return is_file(path / "runs.csv") || is_file(path / "files.csv") ? "csv"
           : is_mlruns(path)                                         ? "mlflow"
           : has_events(path)                                        ? "tensorboard"
                                                                     : "";
  if (!is_file(path)) return "";
  if (path.filename().string().find("tfevents") != std::string::npos) return "tensorboard";
  return ending == ".json" ? "json" : ending == ".db" ? "mlflow" : path.filename() == "runs.csv" ? "csv" : "";
}

}  // namespace xp
