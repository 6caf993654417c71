// ./xp in a stand-in checkout, with scripts in the place of cmake, dpkg, apt and sudo that write down how they were
// called.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace {
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

struct Result {
  int status;
  std::string output;  // stdout and stderr
};

struct Checkout {
  fs::path root = fs::temp_directory_path() / ("xp_launcher_" + std::to_string(getpid()));

  Checkout() {
    fs::remove_all(root);
    for (const char* folder : {"framework", "tools/setup", "tests", "stand_ins"}) fs::create_directories(root / folder);
    fs::copy_file(fs::path(XP_SOURCE_DIR) / "xp", root / "xp");
    for (const char* file : {"CMakeLists.txt", "CMakePresets.json", "framework/a.cpp", "tests/a_test.cpp"})
      write(file, "");
    write("tools/setup/packages.txt", "# a comment\ncmake   # another\nlibtorch-dev\n");
    program("cmake", R"(
case $1 in
  --preset) mkdir -p build/$2/bin && touch build/$2/build.ninja ;;
  --build)
    eval "$DURING"
    echo "[1/2] Building CXX object a.cpp.o"
    if [[ $FAIL ]]; then printf 'FAILED: a.cpp.o\ng++ a.cpp\na.cpp:1: error: nonsense\nninja: build stopped\n'; exit 1; fi
    printf '#!/bin/bash\necho "$PWD: $*"\nexit 7\n' > "$2/bin/xp" && chmod +x "$2/bin/xp" ;;
esac)");
    program("dpkg-query", "for name in $INSTALLED; do echo \"$name ii \"; done");
    program("apt-get", "");
    program("dpkg", "");
    program("sudo", "exit 1");
    fs::permissions(root, fs::perms::all);  // for `nobody`
  }
  ~Checkout() { fs::remove_all(root); }

  void write(const fs::path& file, const std::string& text) const { std::ofstream(root / file) << text; }
  void program(const std::string& name, const std::string& body) const {
    write("stand_ins/" + name, "#!/bin/bash\necho \"${0##*/} $*\" >> \"$ROOT/calls\"\n" + body + "\n");
    fs::permissions(root / "stand_ins" / name, fs::perms::all);
  }

  /// The launcher from the folder `tests`; `settings` are variables of its environment.
  Result xp(const std::string& arguments, const std::string& settings = "", const std::string& as = "") const {
    const std::string command = "cd " + (root / "tests").string() + " && " + as +
                                " env -u XP_PRESET ROOT=" + root.string() + " PATH=" + (root / "stand_ins").string() +
                                ":$PATH INSTALLED='cmake libtorch-dev' " + settings + " ../xp " + arguments +
                                " 2>&1 < /dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    for (int c; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
    return {WEXITSTATUS(pclose(pipe)), output};
  }
  /// What the stand-ins were asked since the last time.
  std::string calls() const {
    std::stringstream text;
    text << std::ifstream(root / "calls").rdbuf();
    fs::remove(root / "calls");
    return text.str();
  }
  std::string here() const { return (root / "tests").string(); }
};
}  // namespace

TEST_CASE("a fresh checkout is configured and built, then becomes the binary in the user's directory") {
  Checkout checkout;
  const Result result = checkout.xp("run 'a b'.cpp --quick");
  CHECK(result.status == 7);
  CHECK_THAT(result.output, Contains(checkout.here() + ": run a b.cpp --quick\n"));
  CHECK_THAT(checkout.calls(), Contains("cmake --preset release") && Contains("--target xp xp_engine"));
}

TEST_CASE("with nothing to do, nobody is asked and nothing is said") {
  Checkout checkout;
  checkout.xp("list");
  checkout.calls();
  CHECK(checkout.xp("list").output == checkout.here() + ": list\n");
  CHECK(checkout.calls().empty());
}

TEST_CASE("what came, went or changed is built; tests only for xp test") {
  Checkout checkout;
  checkout.xp("list");
  checkout.calls();
  for (const char* change : {"echo >> ../framework/a.cpp", "touch ../framework/b.cpp", "rm ../framework/b.cpp"}) {
    INFO(change);
    REQUIRE(std::system(("cd " + checkout.here() + " && " + change).c_str()) == 0);
    checkout.xp("list");
    CHECK_THAT(checkout.calls(), Contains("cmake --build"));
  }
  checkout.write("tests/a_test.cpp", "changed");
  checkout.xp("list");
  CHECK(checkout.calls().empty());
  checkout.xp("-q test");
  CHECK_THAT(checkout.calls(), Contains("--target all"));
  checkout.xp("list");
  CHECK(checkout.calls().empty());
}

TEST_CASE("a file edited while it builds is built again the next time") {
  Checkout checkout;
  checkout.xp("list", "DURING='sleep 0.05; touch \"$ROOT/framework/a.cpp\"'");
  checkout.calls();
  checkout.xp("list");
  CHECK_THAT(checkout.calls(), Contains("cmake --build"));
}

TEST_CASE("a failed build shows the compiler's words, runs nothing and is tried again") {
  Checkout checkout;
  checkout.xp("list");
  checkout.write("framework/a.cpp", "nonsense");
  const Result failed = checkout.xp("list", "FAIL=1");
  CHECK(failed.status == 1);
  CHECK_THAT(failed.output, Contains("a.cpp:1: error: nonsense") && Contains("build/release/build.log"));
  CHECK_THAT(failed.output, !Contains("g++ a.cpp") && !Contains(": list"));
  CHECK(checkout.xp("list").status == 7);
}

TEST_CASE("missing packages are installed, or the line that installs them is shown") {
  Checkout checkout;
  const std::string as_nobody = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "";
  const Result refused = checkout.xp("list", "INSTALLED=cmake", as_nobody);
  CHECK(refused.status == 2);
  CHECK_THAT(refused.output, Contains("apt-get install --no-install-recommends libtorch-dev\n"));
  CHECK_THAT(checkout.calls(), !Contains("cmake --"));

  checkout.program("sudo", "[[ $1 != -n ]] || shift; exec \"$@\"");
  CHECK(checkout.xp("list", "INSTALLED=cmake", as_nobody).status == 7);
  CHECK_THAT(checkout.calls(), Contains("DPkg::Lock::Timeout=600 install libtorch-dev"));
}

TEST_CASE("a package is not demanded where the command that it is wanted for is there from elsewhere") {
  Checkout checkout;
  checkout.program("sudo", "[[ $1 != -n ]] || shift; exec \"$@\"");
  checkout.write("tools/setup/packages.txt",
                 "cmake\nlibtorch-dev\nnpm unless:cmake\nnodejs unless:no-such-command  # why\n");
  CHECK(checkout.xp("list").status == 7);
  CHECK_THAT(checkout.calls(), Contains("install nodejs\n") && !Contains("npm"));
}

TEST_CASE("two launchers at once: the second waits, says so and finds the work done") {
  Checkout checkout;
  std::thread first([&] { checkout.xp("list", "DURING='sleep 0.5'"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const Result second = checkout.xp("show");
  first.join();
  CHECK(second.status == 7);
  CHECK_THAT(second.output, Contains("waiting for another ./xp") && Contains(": show\n"));
  const std::string calls = checkout.calls();
  CHECK(calls.find("cmake --build") == calls.rfind("cmake --build"));
}
