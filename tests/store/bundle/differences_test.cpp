// The same run twice: here, and in a bundle that arrives.
#include "framework/store/bundle/differences.h"

#include <catch2/catch.hpp>

#include "tests/store/bundle/travelling.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

/// Another home's copy of a run: the same, but for what `sql` does to it.
void bring_changed(const Homes& homes, Store& home, const std::string& sql) {
  SQLite::Database(home.home() + "/xp.db", SQLite::OPEN_READWRITE).exec("PRAGMA foreign_keys = ON; " + sql);
  home.pack(home.ids(false, true), homes.file);
}

}  // namespace

TEST_CASE("values per batch are the same in however many rows they are kept") {
  Homes homes("stretches");
  const std::int64_t id = homes.here.add(whole_run());
  homes.here.start(id, this_process());
  homes.here.log(id, {{"rate", {{1, 0.5}, {2, NAN}, {3, 0.25}}}, {"zeal", {{1, 1}}}});
  homes.here.end(id, Status::finished, "");
  homes.here.pack({id}, homes.file);
  homes.there.unpack(homes.file);
  SQLite::Database db(homes.root / "there/xp.db", SQLite::OPEN_READWRITE);
  db.exec("DELETE FROM stretches");
  homes.there.log(1, {{"zeal", {{1, 1}}}});
  homes.there.log(1, {{"rate", {{1, 0.5}}}});
  homes.there.log(1, {{"rate", {{3, 0.25}, {2, -NAN}}}});
  CHECK(homes.there.unpack(homes.file).runs.at(0).known);
  homes.there.log(1, {{"rate", {{4, 0.25}}}});
  CHECK_THAT(refusal(homes.there, homes.file), Contains("differ in values per batch"));
}

TEST_CASE("what a run lacks of its artifacts is added, where it came from elsewhere") {
  Homes homes("lacking");
  add_whole(homes.here);
  homes.here.pack({1}, homes.file);
  homes.there.unpack(homes.file);
  const std::string before = told(homes.there, 1);
  SQLite::Database(homes.root / "there/xp.db", SQLite::OPEN_READWRITE)
      .exec("DELETE FROM artifacts WHERE name <> 'empty'");
  homes.there.collect();
  const Unpacked done = homes.there.unpack(homes.file);
  CHECK(done.runs.at(0).known);
  CHECK(done.artifacts == 2);
  CHECK(told(homes.there, 1) == before);
  bring_changed(homes, homes.there, "DELETE FROM artifacts");
  CHECK(homes.here.unpack(homes.file).runs.at(0).known);  // it has more than the file
  SQLite::Database(homes.root / "here/xp.db", SQLite::OPEN_READWRITE)
      .exec("DELETE FROM artifacts WHERE name <> 'empty'");
  homes.there.artifact(1, "more", "of somebody else");
  homes.there.pack({1}, homes.file);
  CHECK_THAT(refusal(homes.here, homes.file), Contains("differ in artifacts") && !Contains("went on"));
}

TEST_CASE("all runs that are here otherwise are told at once, with one command for them; a part by its whole") {
  Homes homes("conflicts");
  add_whole(homes.here), add_parent(homes.here), add_whole(homes.here);
  homes.here.pack(homes.here.ids(false, true), homes.file);
  homes.there.unpack(homes.file);
  bring_changed(homes, homes.here, "UPDATE metrics SET value = 9 WHERE run IN (1, 3, 4)");
  const std::string said = refusal(homes.there, homes.file);
  CHECK_THAT(said,
             Contains("run1 of spine.xprun is run1 here, and they differ in metrics; run3 of spine.xprun is run3"));
  CHECK_THAT(said, Contains("xp delete run1 run2, xp gc,") && !Contains("went on") && Contains("carries less"));
}
