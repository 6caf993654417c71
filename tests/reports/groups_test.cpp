#include "reports/groups.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("groups are counted in each part, and those that stand in several once in all") {
  Record r = test::record(1, {"a", "b"}, {4, 2, 2});
  const char* groups[] = {"p1", "p1", "p2", "", "p3", "p1", "p4", ""};
  for (std::size_t i = 0; i < r.samples.size(); ++i) r.samples[i].group = groups[i];
  const GroupCounts counts = group_counts(r);
  CHECK(counts.all == 4);
  CHECK(counts.across == 1);
  const Table table = group_table(counts);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0] == std::vector<std::string>{"groups", "2", "2", "1", "4"});
  CHECK(table.rows[1] == std::vector<std::string>{"images in them", "3", "2", "1", "6"});
  CHECK(table.rows[2] == std::vector<std::string>{"images of none", "1", "0", "1", "2"});
}

TEST_CASE("without groups there is no table of them") {
  CHECK(group_table(group_counts(test::reference000())).rows.empty());
  CHECK(group_table(group_counts(Record{})).rows.empty());
}
