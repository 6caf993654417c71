#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "framework/base/file.h"
#include "framework/store/home.h"
#include "tests/support/plans.h"

using namespace xp;
namespace fs = std::filesystem;

TEST_CASE("what a dead process left half written is known by the names that any version of xp gave it") {
  const test::TemporaryFolder home("halves");
  const std::string content = "artifacts/ab/ab" + std::string(62, 'c'), checkpoint = "checkpoints/run1/";
  const std::vector<std::string> halves{content + ".tmp12",
                                        content + ".tmp12-345",
                                        checkpoint + "last.safetensors.tmp",
                                        checkpoint + "last.safetensors.tmp12",
                                        checkpoint + "last.safetensors.tmp12-3",
                                        checkpoint + "epoch_002.safetensors.tmp.tmp12",
                                        checkpoint + "epoch_002.safetensors.tmp.tmp12-3"};
  const std::vector<std::string> others{content, content + ".tmp", content + ".tmp12-", checkpoint + "last.safetensors",
                                        checkpoint + "mine.tmp12-3"};
  for (const auto* files : {&halves, &others})
    for (const std::string& file : *files) {
      make_folder((home.path / file).parent_path());
      write_file(home / file, "half");
      fs::last_write_time(home.path / file, fs::file_time_type::clock::now() - std::chrono::hours(2));
    }
  const std::vector<fs::path> found = half_written(home.path);
  CHECK(found.size() == halves.size());
  for (const std::string& file : halves) CHECK(std::count(found.begin(), found.end(), home.path / file) == 1);
}
