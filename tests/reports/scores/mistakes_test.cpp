#include "reports/scores/mistakes.h"

#include <catch2/catch.hpp>

using namespace xp;
using Catch::Contains;

namespace {
Confusion counted(const std::vector<std::vector<int>>& rows) {
  Confusion out(static_cast<int>(rows.size()));
  for (int i = 0; i < out.classes(); ++i)
    for (int j = 0; j < out.classes(); ++j)
      out.add(i, j, rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
  return out;
}
}  // namespace

TEST_CASE("mistakes are told from the most frequent on; of equals the larger share first") {
  const Confusion counts = counted({{90, 4, 6}, {2, 18, 0}, {4, 0, 6}});
  const auto all = mistakes_of(counts);
  REQUIRE(all.size() == 4);
  CHECK((all[0].truth == 0 && all[0].said == 2 && all[0].images == 6));
  CHECK((all[1].truth == 2 && all[1].said == 0));
  CHECK((all[2].truth == 0 && all[2].said == 1));
  CHECK(mistakes_sentence(counts, {"A", "B", "C"}) ==
        "Most often A is taken for C (6 of its 100 images, 6.0 %); then C is taken for A (4 of its 10 images, 40.0 %); "
        "then A is taken for B (4 of its 100 images, 4.0 %). These are 14 of 16 wrong answers.");
  CHECK(mistakes_table(counts, {"A", "B", "C"}, 2).rows.size() == 2);
}

TEST_CASE("without mistakes, or without images, there are none to tell") {
  CHECK(mistakes_sentence(counted({{3, 0}, {0, 4}}), {"A", "B"}) == "No image is named wrong.");
  CHECK(mistakes_sentence(Confusion(2), {"A", "B"}).empty());
}
