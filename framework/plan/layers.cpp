#include "framework/plan/layers.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/text.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

std::map<std::string, SourceFile>& remembered() {
  static std::map<std::string, SourceFile> all;
  return all;
}

/// The file to compile: a stored text is written out under its own name first.
std::string file_of(const LayerSource& layer) {
  const auto stored = remembered().find(layer.sha256);
  if (stored != remembered().end()) {
    const fs::path folder = cache_folder() + "/sources/" + layer.sha256.substr(0, 16);
    const fs::path place = folder / fs::path(layer.path).filename();
    make_folder(folder);
    if (!fs::exists(place) || sha256_of_file(place) != layer.sha256) write_file(place, stored->second.text);
    return place;
  }
  if (!fs::exists(layer.path) || sha256_of_file(layer.path) != layer.sha256)
    throw Error(layer.path + (fs::exists(layer.path) ? " is not what it was when the plan was made" : " is gone"),
                "its custom layers are part of the plan; put the file back, or run the experiment anew");
  return layer.path;
}

}  // namespace

LayerSource layer_source(const std::string& file) {
  const std::string path = absolute(file);
  if (fs::is_regular_file(path)) return {path, sha256_of_file(path)};
  std::vector<std::string> there;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path(), missing))
    if (entry.path().extension() == ".cpp") there.push_back(entry.path().string());
  throw Error("there are no custom layers " + path, suggestion(path, there));
}

void remember_layer_source(const SourceFile& source) { remembered()[sha256(source.text)] = source; }

std::vector<Compiled> layer_libraries(const Plan& plan) {
  std::vector<Compiled> out;
  for (const LayerSource& layer : plan.layers) {
    out.push_back(compile_layers(file_of(layer)));
    if (const auto& sources = out.back().sources; sources.size() > 1)
      throw Error(fmt::format("{} includes {}", layer.path, sources[1].path),
                  "custom layers are one file: nothing else would enter the identity of a run");
  }
  return out;
}

}  // namespace xp
