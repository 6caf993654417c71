#include <cstdlib>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/library.h"
#include "framework/engine/engine.h"

namespace xp {

std::unique_ptr<Engine> open_engine() {
  // OpenMP's waiting threads spin. On a machine that does something else too, they spin on the core that the thread
  // they wait for needs: training was 4 to 10 times slower beside one busy process. Read once, when the library loads.
  ::setenv("OMP_WAIT_POLICY", "passive", 0);
  const std::string beside = program_folder() + "/../lib/libxp_engine.so";
  const Library library(std::filesystem::exists(beside) ? beside : "libxp_engine.so");
  return std::unique_ptr<Engine>(library.function<Engine*()>("xp_engine_v1")());
}

}  // namespace xp
