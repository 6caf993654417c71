// Tags for one run and for many at once.
#include <catch2/catch.hpp>

#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp tag takes one run or a range, and a note keeps its control characters to itself") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    for (int seed = 1; seed <= 3; ++seed) add_finished(store, seed);
    store.note(1, "a\x1b[31mb");
  }
  CHECK(place.xp({"tag", "run2..run3", "word"}).out == "run2 word\nrun3 word\n");
  CHECK(place.xp({"tag", "run2", "--remove", "word"}).out.empty());
  CHECK(place.xp({"tag", "run3"}).out == "word\n");
  CHECK(place.xp({"tag", "run1"}).out.empty());
  CHECK(place.xp({"note", "run1"}).out == "a\\x1b[31mb\n");
}

TEST_CASE("xp delete says which reruns stay, of what will be gone") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    for (int seed = 1; seed <= 3; ++seed) add_finished(store, seed);
  }
  Db((place.home / "xp.db").string(), true).run("UPDATE runs SET rerun_of = 1 WHERE id > 1");
  CHECK_THAT(place.xp({"delete", "run1", "run3"}).err,
             Contains("their reruns stay (run2 of run1); after xp gc nothing says of which run"));
}
