// A bundle of runs, into an empty home in memory. SQLite is as Debian builds it, without coverage.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "framework/store/store.h"
#include "tools/fuzz/attempt.h"

namespace {

namespace fs = std::filesystem;

struct Home {
  std::string path = (fs::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/xp-fuzz-bundle-XXXXXX");
  Home() {
    if (!::mkdtemp(path.data())) std::abort();
  }
  ~Home() {
    std::error_code none;
    fs::remove_all(path, none);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Home home;
  static xp::Store store(home.path + "/home", xp::Store::Access::write);
  const std::string file = home.path + "/fuzzed.xprun";
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  return xp::attempt(data, size, [&](std::string_view) { store.unpack(file); });
}
