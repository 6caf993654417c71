// Homes whose records cannot be opened at all.
#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/store/home.h"
#include "framework/store/store.h"
#include "tests/support/plans.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("a file that is no database at all is damage too, of which nothing can be saved") {
  const TemporaryFolder home("nodb");
  write_file(home / "xp.db", std::string(8192, 'x'));
  const std::vector<Ailment> found = damage(home.path);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, Contains("xp.db is no database"));
  CHECK_THAT(found[0].advice, !Contains(".dump") && !Contains("cp -r") && Contains("from a backup"));
  try {
    Store(home.path, Store::Access::read);
    FAIL("it was opened");
  } catch (const Error& e) {
    CHECK_THAT(e.hint(), Contains("xp doctor says what can be saved"));
  }
}

TEST_CASE("a home that is a file, or is not there, is no damage, and is refused by what it is") {
  const TemporaryFolder home("damage");
  write_file(home / "main.cpp", "int main() {}");
  CHECK_THROWS_WITH(damage(home / "main.cpp"), Contains("main.cpp is no folder"));
  CHECK_THROWS_WITH(damage(home / "nowhere"), Contains("there are no runs yet"));
}

TEST_CASE("a log whose records are missing is refused by all, and never removed") {
  const TemporaryFolder home("log");
  const std::string log(4096, 'w');
  write_file(home / "xp.db-wal", log);
  CHECK_THAT(damage(home.path).at(0).what, Contains("holds a log of records, xp.db-wal") && Contains("are missing"));
  for (const auto access : {Store::Access::read, Store::Access::write})
    CHECK_THROWS_WITH(Store(home.path, access), Contains("xp.db-wal"));
  CHECK(read_file(home / "xp.db-wal") == log);
}
