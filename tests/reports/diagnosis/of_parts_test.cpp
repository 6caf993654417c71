#include <catch2/catch.hpp>

#include "reports/diagnosis/diagnosis.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

/// Five folds of so many images, of which so many are right.
const Finding spread_of(int images, const std::vector<int>& right) {
  Record r = test::healthy(1);
  r.test.clear(), set(r.settings, "split.folds", 5);
  for (std::size_t f = 0; f < right.size(); ++f)
    r.children.push_back({static_cast<int>(f) + 2,
                          "fold " + std::to_string(f + 1),
                          Status::finished,
                          1,
                          images,
                          {{"test/accuracy", right[f] / static_cast<double>(images)}}});
  return *diagnose(r).find("spread over folds");
}

}  // namespace

TEST_CASE("folds that differ as their few images let them are fine, however far they lie apart") {
  const Finding f = spread_of(14, {9, 12, 11, 13, 10});  // from 64 to 93 %
  CHECK(f.grade == Grade::fine);
  // √(0.7857 · 0.2143 / 14)
  CHECK_THAT(f.sentence,
             Contains("from 64.3 % to 92.9 %; were all folds alike, so few images would give ± 11.0 % (p = "));
  CHECK(f.advice.empty());
}

TEST_CASE("folds that differ by more than chance are noted, however close they lie") {
  const Finding f = spread_of(2000, {1800, 1760, 1840, 1800, 1790});  // from 88 to 92 %
  CHECK(f.grade == Grade::note);
  CHECK_THAT(f.sentence, EndsWith("would give ± 0.7 % (p = 0.001)."));
}
