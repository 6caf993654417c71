#include <cstdlib>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/library.h"
#include "framework/engine/engine.h"

namespace xp {

std::unique_ptr<Engine> open_engine() {
  // OpenMP's waiting threads spin. On a machine that does something else too, they spin on the core that the thread
  // they wait for needs: a bounded spin costs nothing on a quiet machine and is 4 times faster beside one busy process.
  // libgomp reads this once, when it loads.
  if (!std::getenv("OMP_WAIT_POLICY")) ::setenv("GOMP_SPINCOUNT", "1000", 0);
  const std::string beside = program_folder() + "/../lib/libxp_engine.so";
  const Library library(std::filesystem::exists(beside) ? beside : "libxp_engine.so");
  return std::unique_ptr<Engine>(library.function<Engine*()>("xp_engine_v1")());
}

}  // namespace xp
