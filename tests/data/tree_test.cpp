#include "framework/data/tree.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

using namespace xp;

TEST_CASE("a decision tree answers as scikit-learn's does") {
  int compared = 0;
  for (const auto& k : nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/data/fixtures/trees.json"))) {
    const std::vector<int> labels = k["labels"];
    std::vector<int> asked(labels.size());
    std::iota(asked.begin(), asked.end(), 0);
    CHECK(tree_answers(k["columns"], labels, k["classes"], orders(k["columns"], k["train"]), asked,
                       {k["depth"], k["smallest"].get<std::size_t>()}) == k["answers"].get<std::vector<int>>());
    ++compared;
  }
  CHECK(compared == 5);
}

TEST_CASE("a feature that is the same for all asks nothing") {
  const std::vector<int> all{0, 1, 2, 3, 4, 5},
      said = tree_answers({{1, 1, 1, 1, 1, 1}}, {0, 0, 0, 0, 1, 1}, 2, orders({{1, 1, 1, 1, 1, 1}}, all), all, {2, 1});
  CHECK(std::count(said.begin(), said.end(), said[0]) == 6);
}
