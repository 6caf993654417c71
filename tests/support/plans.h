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
