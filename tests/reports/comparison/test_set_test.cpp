#include "reports/comparison/test_set.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("two runs share a test set by its images and labels, whatever their names, order and number of class") {
  const Record one = test::record(1, {"a", "b"}, {8, 4, 6});
  Record other = test::record(2, {"a", "b"}, {8, 4, 6});
  const std::string hash = test_set_hash(one);
  CHECK(hash.size() == 64);
  CHECK(test_set_hash(other) == hash);

  std::reverse(other.samples.begin(), other.samples.end());
  std::swap(other.classes[0], other.classes[1]);
  for (StoredSample& s : other.samples) s.name = "moved/" + s.name, s.label = 1 - s.label;
  CHECK(test_set_hash(other) == hash);

  StoredSample* tested = nullptr;
  for (StoredSample& s : other.samples)
    if (s.part == Part::test) tested = &s;
  tested->label = 1 - tested->label;
  CHECK(test_set_hash(other) != hash);
  tested->label = 1 - tested->label;
  tested->sha256[0] = 'f';
  CHECK(test_set_hash(other) != hash);
  tested->part = Part::train;
  CHECK(test_set_hash(other) != hash);
}

TEST_CASE("an image that is tested twice counts twice, and a run without a test set proves nothing") {
  Record r = test::record(1, {"a", "b"}, {8, 4, 6});
  const std::string hash = test_set_hash(r);
  r.samples.push_back(r.samples.back());
  CHECK(test_set_hash(r) != hash);
  CHECK(test_set_hash(test::record(1, {"a", "b"}, {8, 4})).empty());
}
