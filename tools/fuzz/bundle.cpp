// A bundle of runs, into a home in memory, sealed anew: behind the seal lies what a bad intent can make. What is taken
// in is read. SQLite is as Debian builds it, without coverage.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "framework/store/bundle/seal.h"
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
  const std::string open = home.path + "/open", file = home.path + "/fuzzed.xprun";
  constexpr std::size_t seal = 80;  // of the seed
  return xp::attempt(data, size, [&](std::string_view all) {
    std::ofstream(open, std::ios::binary) << all.substr(0, all.size() > seal ? all.size() - seal : all.size());
    xp::seal(open, file);
    for (const xp::Unpacked::Run& run : store.unpack(file).runs) store.record(run.is), store.steps(run.is);
  });
}
