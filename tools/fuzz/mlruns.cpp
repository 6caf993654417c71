// An mlruns folder, packed: "== PATH" and the file's content, several. In memory, with names that stay inside.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "framework/run/imports/logged.h"
#include "framework/run/imports/mlruns.h"
#include "tools/fuzz/attempt.h"

namespace {

namespace fs = std::filesystem;

fs::path folder() {
  static const fs::path root = [] {
    std::string name = (fs::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/xp-fuzz-mlruns-XXXXXX");
    if (!::mkdtemp(name.data())) std::abort();
    static const std::string gone = name;
    std::atexit([] {
      std::error_code none;
      fs::remove_all(gone, none);
    });
    return fs::path(name);
  }();
  return root / "mlruns";
}

void unpack(std::string_view bytes) {
  for (std::size_t at = bytes.find("== "); at < bytes.size();) {
    const std::size_t end = std::min(bytes.find("\n== ", at), bytes.size());
    const std::string_view part = bytes.substr(at + 3, end - at - 3);
    const std::size_t line = std::min(part.find('\n'), part.size());
    const std::string name(part.substr(0, line));
    if (line < part.size() && name.size() < 200 && name.find("..") == name.npos && name.find('\0') == name.npos) {
      std::error_code none;
      const fs::path path = folder() / fs::path("./" + name).lexically_normal();
      fs::create_directories(path.parent_path(), none);
      std::ofstream(path, std::ios::binary) << part.substr(line + 1);
    }
    at = end == bytes.size() ? end : end + 1;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::error_code none;
  fs::remove_all(folder(), none);
  return xp::attempt(data, size, [](std::string_view bytes) {
    unpack(bytes);
    for (const xp::Mlruns::Run& run : xp::read_mlruns(folder()).runs) {
      xp::Logged logged;
      for (const auto& [name, values] : run.metrics)
        for (const auto& value : values) logged[name].push_back(value.point);
      xp::WholeRun whole;
      xp::add_logged(logged, whole);
    }
  });
}
