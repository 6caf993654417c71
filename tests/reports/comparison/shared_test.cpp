#include "reports/comparison/shared.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

namespace {

Shared of(const std::vector<Record>& records) {
  std::vector<const Record*> all;
  for (const Record& r : records) all.push_back(&r);
  return shared(all, Part::test);
}

StoredSample& tested(Record& r, std::size_t i) { return r.samples[static_cast<std::size_t>(r.test[i].sample)]; }

}  // namespace

TEST_CASE("images are the same where their SHA-256 is, whatever their names and order") {
  Record a = test::healthy(1, 3), b = test::healthy(2, 3);
  std::reverse(b.test.begin(), b.test.end());
  for (std::size_t i = 0; i < b.test.size(); ++i) tested(b, i).name = "renamed " + std::to_string(i);
  const Shared s = of({a, b});
  CHECK(s.differ.empty());
  REQUIRE(s.images.size() == 200);
  CHECK(s.images[0] == "Normal/800.png");
  for (std::size_t i = 0; i < s.images.size(); ++i) {
    CHECK(s.judged[0].predictions[i].label == s.judged[1].predictions[i].label);
    CHECK(s.judged[0].predictions[i].probabilities == s.judged[1].predictions[i].probabilities);
  }
}

TEST_CASE("without every SHA-256 images are paired by name, and it is told") {
  Record a = test::healthy(1), b = test::healthy(2);
  tested(b, 0).sha256.clear();
  CHECK(of({a, b}).by_name);
  CHECK(of({a, b}).differ.empty());
  CHECK_FALSE(of({a, test::healthy(2)}).by_name);
}

TEST_CASE("the same name with other pixels is another image, and told as that") {
  Record a = test::healthy(1), b = test::healthy(2);
  tested(b, 4).sha256 = std::string(64, '9');
  CHECK(of({a, b}).differ == "1 named alike, but not the same images (" + tested(a, 4).name + ")");
}

TEST_CASE("classes without a common name are told, for numbers may stand for them") {
  Record a = test::healthy(1), b = test::healthy(2);
  b.classes = {"0", "1", "2"};
  CHECK_THAT(of({a, b}).differ, Catch::Contains("no class has the same name in both (Normal, Scoliosis, "
                                                "Spondylolisthesis; 0, 1, 2)"));
}

TEST_CASE("copies of one image are paired copy by copy") {
  Record a = test::healthy(1), b = test::healthy(2);
  for (Record* r : {&a, &b}) tested(*r, 3).sha256 = tested(*r, 0).sha256, tested(*r, 3).label = tested(*r, 0).label;
  CHECK(of({a, b}).differ.empty());
  b.test.erase(b.test.begin() + 3);
  CHECK(of({a, b}).images.size() == 199);
}

TEST_CASE("images share a group where any of the runs knows them to") {
  Record a = test::healthy(1), b = test::healthy(2), c = test::healthy(3);
  tested(a, 0).group = tested(a, 1).group = "p";
  tested(b, 1).group = tested(b, 2).group = "q";
  const Shared s = of({a, b, c});
  REQUIRE(s.judged.size() == 3);
  for (const Judged& run : s.judged) {
    REQUIRE(run.groups.size() == 200);
    CHECK(run.groups[0] == run.groups[1]);
    CHECK(run.groups[1] == run.groups[2]);
    CHECK(run.groups[2] != run.groups[3]);
  }
}

TEST_CASE("a run without a test has no place among those that share one") {
  const Shared s = of({test::killed(1), test::healthy(2)});
  CHECK(s.place(0) == -1);
  CHECK(s.place(1) == 0);
  CHECK(of({}).images.empty());
}
