#include "framework/base/file.h"

#include <unistd.h>

#include <algorithm>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/plans.h"

using namespace xp;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> names(const fs::path& folder) {
  std::vector<std::string> out;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("two who write one file at the same time write each their own, and both are served") {
  const test::TemporaryFolder folder("file");
  const std::string path = folder / "x";
  NewFile first(path), second(path);
  first.write("first");
  second.write("second");
  write_file(path, "between");
  first.keep(false);
  CHECK(read_file(path) == "first");
  second.keep(true);
  CHECK(read_file(path) == "second");
  CHECK(names(folder.path) == std::vector<std::string>{"x"});
}

TEST_CASE("a file that is being written by a process of the same number, in a container, is left alone") {
  const test::TemporaryFolder folder("file");
  const std::string path = folder / "x", ours = path + ".tmp" + std::to_string(::getpid());
  std::vector<std::string> theirs{ours};
  {
    const NewFile probe(path);
    const std::string name = names(folder.path).at(0);
    const int number = std::stoi(name.substr(name.rfind('-') + 1));
    for (int next = 1; next <= 3; ++next) theirs.push_back(ours + "-" + std::to_string(number + next));
  }
  for (const std::string& file : theirs) fs::copy_file("/proc/self/comm", file);
  const std::string before = read_file(theirs[0]);
  write_file(path, "whole");
  NewFile(path).write("given up");
  CHECK(read_file(path) == "whole");
  for (const std::string& file : theirs) CHECK(read_file(file) == before);
  CHECK(names(folder.path).size() == 1 + theirs.size());
}
