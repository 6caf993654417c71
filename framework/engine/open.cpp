#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/library.h"
#include "framework/engine/engine.h"

namespace xp {

std::unique_ptr<Engine> open_engine() {
  const std::string beside = program_folder() + "/../lib/libxp_engine.so";
  const Library library(std::filesystem::exists(beside) ? beside : "libxp_engine.so");
  return std::unique_ptr<Engine>(library.function<Engine*()>("xp_engine_v1")());
}

}  // namespace xp
