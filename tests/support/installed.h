// An xp that `cmake --install` made, as people meet it who have no checkout: its own prefix, records and cache, in a
// folder that goes with the test.
#pragma once
#include "tests/support/program.h"

namespace xp::test {

struct Installed {
  const fs::path root = fs::temp_directory_path() / ("xp_installed_" + std::to_string(::getpid()));
  const fs::path prefix = root / "prefix", desk = root / "desk";

  Installed() {
    fs::remove_all(root);
    fs::create_directories(desk);
    const Output done = shell("cmake --install " + Place::built().string() + " --prefix " + prefix.string());
    if (done.code != 0) throw std::runtime_error(done.out + done.err);
  }
  ~Installed() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }

  /// A line for bash in the folder `desk`, where `xp` is the installed one.
  Output shell(const std::string& line, const std::string& variables = "") const {
    const fs::path out = root / "out", err = root / "err";
    const std::string settings = "env -u NO_COLOR -u XP_PRESET LC_ALL=C.UTF-8 XP_HOME=" + (root / "home").string() +
                                 " XDG_CACHE_HOME=" + (root / "cache").string() + " PATH=" + (prefix / "bin").string() +
                                 ":$PATH " + variables;
    write(root / "line", line + "\n");
    const int status = std::system(("cd " + desk.string() + " && " + settings + " bash " + (root / "line").string() +
                                    " > " + out.string() + " 2> " + err.string() + " < /dev/null")
                                       .c_str());
    return {WEXITSTATUS(status), content(out), content(err)};
  }
};

}  // namespace xp::test
