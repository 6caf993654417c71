#include "framework/data/relabel.h"

#include <catch2/catch.hpp>
#include <map>

#include "tests/support/divided.h"

using namespace xp;

TEST_CASE("labels are dealt out anew within training and validation, and the test keeps its own") {
  const Listing l = test::listing({50, 132, 55});
  const Division d = Registry::global().make<Split>({"hold_out", {}})->divide(l);
  const std::vector<int> dealt = labels_dealt_anew(l, d, 1);
  std::map<std::pair<Part, int>, int> before, after;
  int moved = 0;
  for (std::size_t i = 0; i < dealt.size(); ++i) {
    ++before[{d.of[i], l.samples[i].label}], ++after[{d.of[i], dealt[i]}];
    if (d.of[i] == Part::test)
      CHECK(dealt[i] == l.samples[i].label);
    else
      moved += dealt[i] != l.samples[i].label;
  }
  CHECK(before == after);
  CHECK(moved > 80);  // of 190; 112 are expected
  CHECK(dealt == labels_dealt_anew(l, d, 1));
  CHECK(dealt != labels_dealt_anew(l, d, 2));
}
