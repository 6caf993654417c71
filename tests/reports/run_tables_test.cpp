#include "reports/run_tables.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("the files of a folder share one row, so that hundreds of pictures do not hide the weights") {
  Record record;
  record.artifacts = {{"pictures/0001.jpg", "aa", 512},
                      {"pictures/0001_cam.jpg", "bb", 512},
                      {"saliency/epoch_003/0001.jpg", "cc", 2048},
                      {"weights.safetensors", std::string(64, 'd'), 1536}};
  const Table table = artifact_table(record);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0] == std::vector<std::string>{"weights.safetensors", "1.5 KiB", "dddddddddddddddd"});
  CHECK(table.rows[1] == std::vector<std::string>{"pictures/ (2 files)", "1.0 KiB", ""});
  CHECK(table.rows[2] == std::vector<std::string>{"saliency/ (1 file)", "2.0 KiB", ""});
}
