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

TEST_CASE("a tag of more than 64 letters, and words that are no UTF-8, are refused") {
  const Place place;
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  std::string umlauts;
  for (int i = 0; i < 64; ++i) umlauts += "ä";
  CHECK(place.xp({"tag", "run1", umlauts}).code == 0);
  const Output longer = place.xp({"tag", "run1", umlauts + "x"});
  CHECK(longer.code == 2);
  CHECK_THAT(longer.err, Contains("at most 64 letters, this one has 65"));
  for (const char* verb : {"tag", "note"}) {
    const Output said = place.xp({verb, "run1", "a\xff"});
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains("is text in UTF-8"));
  }
}

TEST_CASE("what is deleted already is named, and so is what is not deleted") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    for (int seed = 1; seed <= 2; ++seed) add_finished(store, seed);
  }
  const Output none = place.xp({"restore", "run1"});
  CHECK(none.code == 0);
  CHECK(none.out.empty());
  CHECK_THAT(none.err, Contains("run1 is not deleted"));
  CHECK(place.xp({"delete", "run1"}).out == "run1\n");
  CHECK_THAT(place.xp({"delete", "run1"}).err, Contains("run1 was deleted already") && !Contains("xp gc"));
  CHECK(place.xp({"delete", "run1..run2"}).out == "run2\n");
  const Output both = place.xp({"delete", "run1..run2"});
  CHECK(both.code == 0);
  CHECK(both.out.empty());
  CHECK_THAT(place.xp({"delete", "run1", "run2"}).err, Contains("run1, run2 were deleted already"));
  CHECK_THAT(place.xp({"restore", "run1..run2"}).err, Contains("name them one by one"));
  CHECK_THAT(both.err, Contains("run1..run2: all of them were deleted already"));
}
