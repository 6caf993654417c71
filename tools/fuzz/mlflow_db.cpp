// MLflow's database. SQLite is as Debian builds it, without coverage.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "framework/store/mlflow.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int file = ::memfd_create("fuzzed.db", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  return xp::attempt(data, size, [](std::string_view) { xp::runs_of_mlflow_database(path); });
}
