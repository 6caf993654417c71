// What cmake --install leaves, without compiling anything; what is compiled against it: tests/engine/new_project_test.
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "framework/base/version.h"
#include "tests/support/installed.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;

const Installed& installed() {
  static const Installed once;
  return once;
}

/// Where completion stands after these words, the last of which is being typed: what it offers.
std::set<std::string> completed(const std::string& words) {
  const Output said = installed().shell(
      "source " + (installed().prefix / "share/bash-completion/completions/xp").string() + "; COMP_WORDS=(" + words +
      "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _xp; printf '%s\\n' \"${COMPREPLY[@]}\"");
  INFO(words << ": " << said.err);
  CHECK(said.code == 0);
  CHECK(said.err.empty());
  std::istringstream lines(said.out);
  std::set<std::string> out;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) out.insert(line);
  return out;
}
}  // namespace

TEST_CASE("an installed xp runs from any folder and finds its library beside itself") {
  const Output version = installed().shell("xp --version");
  CHECK(version.out == "xp " XP_VERSION "\n");
  CHECK(version.code == 0);
  const Output libraries = installed().shell("ldd $(command -v xp)");
  CHECK_THAT(libraries.out, Contains("libxp.so") && Contains(installed().prefix.string()) && !Contains("not found"));
  CHECK_THAT(libraries.out, !Contains("torch") && !Contains("opencv"));
  CHECK_THAT(libraries.out, !Contains(Place::built().string()));
}

TEST_CASE("every header that an installed header includes is installed, and none of them wants another library") {
  const fs::path include = installed().prefix / "include/xp";
  const std::regex quoted("#include \"([^\"]+)\""), angled("#include <([^>]+)>");
  int headers = 0;
  for (const auto& entry : fs::recursive_directory_iterator(include)) {
    if (!entry.is_regular_file()) continue;
    INFO(entry.path().string());
    ++headers;
    const std::string text = content(entry.path());
    for (std::sregex_iterator i(text.begin(), text.end(), quoted), end; i != end; ++i)
      CHECK(fs::exists(include / (*i)[1].str()));
    const bool of_layers = entry.path().parent_path().filename() == "engine";  // custom layers link torch
    for (std::sregex_iterator i(text.begin(), text.end(), angled), end; i != end; ++i)
      if (!of_layers) CHECK_THAT((*i)[1].str(), !Contains("/") && !Contains("."));
  }
  CHECK(headers > 10);
  CHECK(fs::exists(include / "framework/experiment.h"));
  for (const char* inner : {"store", "run"}) CHECK_FALSE(fs::exists(include / "framework" / inner));
}

TEST_CASE("an installed xp reads HDF5 by the program that was installed with it") {
  const Output said = installed().shell("xp weights " XP_SOURCE_DIR "/tests/weights/fixtures/keras2.h5");
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains("Keras HDF5, 6 tensors"));
}

TEST_CASE("xp new makes a project from what was installed, and leaves a folder with files in it alone") {
  const Output made = installed().shell("xp new mine && ls -A mine");
  CHECK(made.code == 0);
  for (const char* file : {"experiment.cpp", ".gitignore", "README.md"}) {
    INFO(file);
    CHECK(fs::exists(installed().desk / "mine" / file));
  }
  write(installed().desk / "full/notes.txt", "mine");
  const Output refused = installed().shell("xp new full && ls -A full");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("not empty"));
  CHECK(content(installed().desk / "full/notes.txt") == "mine");
}

TEST_CASE("completion is bash, and offers verbs, options, kinds and experiments") {
  CHECK(installed().shell("bash -n " + (installed().prefix / "share/bash-completion/completions/xp").string()).code ==
        0);
  CHECK(completed("xp sho") == std::set<std::string>{"show"});
  CHECK(completed("xp re") == std::set<std::string>{"report", "rerun", "restore", "resume"});
  CHECK(completed("xp plan --set --qui").count("--quick") == 1);
  CHECK(completed("xp plugins class") == std::set<std::string>{"class_weight"});
  CHECK(completed("xp show la") == std::set<std::string>{"last"});
  write(installed().desk / "curves.cpp", ""), write(installed().desk / "curves.txt", "");
  CHECK(completed("xp run cur") == std::set<std::string>{"curves.cpp"});
  CHECK(completed("./nowhere/xp sho").empty());  // not built: silence
}
