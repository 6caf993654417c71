// Small experiments for tests, and a folder that goes away.
#pragma once
#include <unistd.h>

#include <filesystem>
#include <string>

#include "framework/plan/expand.h"

namespace xp::test {

/// Twelve drawn images, a net of a few hundred weights.
inline Experiment tiny() {
  Experiment e;
  e.title("tiny?")
      .dataset({"spine_phantom", {{"images", 24}, {"height", 32}}})
      .transforms({{"resize", {{"size", 16}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "4,8"}}})
      .train({{"epochs", 3}, {"batch", 8}});
  return e;
}

inline Plan tiny_plan(const Settings& set = {}) { return expand(tiny(), "tiny", {set, false}).at(0); }

/// Plugins that work with their defaults alone: without those that are nothing without a file, such as keras_file.
inline std::vector<const PluginInfo*> self_contained(Kind kind) {
  std::vector<const PluginInfo*> out = Registry::global().all(kind);
  std::erase_if(out, [](const PluginInfo* plugin) {
    for (const Param& p : plugin->params)
      if (p.is_path && p.name == "path") return true;
    return plugin->origin.find("registry/") == std::string::npos;
  });
  return out;
}

struct TemporaryFolder {
  std::filesystem::path path;
  explicit TemporaryFolder(const std::string& name)
      : path(std::filesystem::temp_directory_path() / ("xp_" + name + "_" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  std::string operator/(const std::string& name) const { return (path / name).string(); }
};

}  // namespace xp::test
