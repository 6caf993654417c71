// XP_HOME when it is read-only, damaged, from another time or used by many at once: nothing is lost.
#include <catch2/catch.hpp>

#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/stored.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

struct Stored : Place {
  Stored() {
    Store store(home, Store::Access::write);
    add_finished(store, 1, "first");
  }
  std::string database() const { return (home / "xp.db").string(); }
};

const std::vector<Words> readers{{"list"}, {"show", "run1"}, {"show", "first", "--json"}};
const std::vector<Words> writers{{"tag", "run1", "t"},
                                 {"note", "run1", "n"},
                                 {"delete", "run1"},
                                 {"gc"},
                                 {"run", std::string(XP_SOURCE_DIR) + "/experiments/smoke.cpp"}};
}  // namespace

TEST_CASE("a home that cannot be written is still read, and writing says what is wrong") {
  Stored stored;
  REQUIRE(stored.xp({"plan", writers.back()[1]}).code == 0);  // compiled while one may write
  const std::string before = content(stored.database());
  fs::permissions(stored.home,
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  fs::permissions(stored.database(), fs::perms::owner_read | fs::perms::others_read);
  fs::permissions(stored.root, fs::perms::all);
  if (::geteuid() == 0) stored.before = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  if (stored.xp({"--version"}).code != 0) SKIP("nobody but root may enter the folder of this checkout");
  for (const Words& words : readers) {
    const Output said = stored.xp(words);
    INFO("xp " << words[0] << "\n" << said.err);
    CHECK(said.code == 0);
    CHECK_THAT(said.out, Contains("run1"));
  }
  const Output looked = stored.xp({"doctor"});
  INFO(looked.err);
  CHECK_THAT(looked.out, Contains("is well"));
  for (const Words& words : writers) {
    const Output said = stored.xp(words);
    INFO("xp " << words[0] << "\n" << said.err);
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains(stored.database() + " cannot be written") && Contains("XP_HOME"));
    CHECK_THAT(said.err, !Contains("mistake of xp's own"));
  }
  CHECK(content(stored.database()) == before);
  fs::permissions(stored.home, fs::perms::owner_all);
}

TEST_CASE("what the system refuses of a home is told of the home, not as a mistake of xp's own") {
  Place place;
  place.variables["XP_HOME"] = "/tmp/" + std::string(300, 'a');
  const Output said = place.xp({"list"});
  CHECK(said.code == 1);
  CHECK_THAT(said.err, Contains("aaa: File name too long") && !Contains("mistake of xp's own"));
}

TEST_CASE("a home in a place that cannot be written is refused by name") {
  Place place;
  place.variables["XP_HOME"] = "/proc/nowhere";
  const Output said = place.xp({"run", writers.back()[1]});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("/proc/nowhere") && Contains("XP_HOME"));
}

TEST_CASE("a database from a newer version is refused unharmed") {
  const Stored stored;
  { Db(stored.database(), true).run("INSERT INTO migrations VALUES (999, 'from the future', '2030')"); }
  const std::string before = content(stored.database());
  for (const auto& verbs : {readers, writers})
    for (const Words& words : verbs) {
      const Output said = stored.xp(words);
      INFO("xp " << words[0]);
      CHECK(said.code == 2);
      CHECK(said.out.empty());
      CHECK_THAT(said.err, Contains("newer version") && Contains("from the future") && Contains(stored.database()) &&
                               Contains("nothing was changed"));
    }
  CHECK(content(stored.database()) == before);
}

TEST_CASE("a damaged database is named, and left as it is") {
  const Stored stored;
  const std::string whole = content(stored.database());
  for (const std::string& damaged :
       {std::string("this is no database, but a text that someone saved here by mistake"), whole.substr(0, 5000)}) {
    write(stored.database(), damaged);
    for (const auto& verbs : {readers, writers})
      for (const Words& words : verbs) {
        const Output said = stored.xp(words);
        INFO("xp " << words[0] << "\n" << said.err);
        CHECK((said.code == 1 || said.code == 2));
        CHECK_THAT(said.err, Contains(stored.database()) && !Contains("mistake of xp's own"));
      }
    CHECK(content(stored.database()) == damaged);
  }
}

TEST_CASE("no runs yet: every verb says so, and makes nothing") {
  const Place place;
  for (const Words& words : {Words{"list"},
                             {"show", "run1"},
                             {"compare", "run1", "run2"},
                             {"report", "last"},
                             {"tag", "run1", "t"},
                             {"note", "run1"},
                             {"stop", "run1"},
                             {"delete", "run1"},
                             {"restore", "run1"},
                             {"gc"},
                             {"rerun", "run1"},
                             {"predict", "run1", "x.png"}}) {
    const Output said = place.xp(words);
    INFO("xp " << words[0]);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK_THAT(said.err, Contains("there are no runs yet in " + place.home.string()) && Contains("xp run"));
    CHECK_FALSE(fs::exists(place.home));
  }
}

TEST_CASE("many processes write at once and all of it is there") {
  const Stored stored;
  std::vector<Running> all;
  for (int i = 0; i < 12; ++i) all.push_back(stored.start({"tag", "run1", "tag" + std::to_string(i)}));
  for (Running& one : all) CHECK(one.finish().code == 0);
  CHECK(Store(stored.home, Store::Access::read).run(1).tags.size() == 12);
}

TEST_CASE("a run whose process is gone is KILLED; one that runs cannot be deleted") {
  const Stored stored;
  {
    Store store(stored.home, Store::Access::write);
    add_running(store, 2);
    ProcessId gone = this_process();
    gone.start -= 1;
    store.start(add_running(store, 3), gone);
  }
  const Output list = stored.xp({"list"});
  CHECK_THAT(list.out, Contains("run2  RUNNING") && Contains("run3  KILLED"));
  CHECK_THAT(stored.xp({"show", "run3"}).out, Contains("process died"));
  CHECK_THAT(stored.xp({"delete", "run2"}).err, Contains("run2 is running") && Contains("xp stop run2"));
  CHECK(stored.xp({"delete", "run3"}).code == 0);
  CHECK_THAT(stored.xp({"stop", "run1"}).err, Contains("run1 is FINISHED"));
}

TEST_CASE("a result that cannot be written is an error, not silence") {
  const Stored stored;
  for (const Words& words : {Words{"list"}, {"show", "run1", "--json"}, {"help"}, {"plugins"}}) {
    std::string command = "XP_HOME='" + stored.home.string() + "' " XP_BINARY;
    for (const std::string& w : words) command += " " + w;
    CHECK(WEXITSTATUS(std::system((command + " > /dev/full 2> '" + (stored.root / "full").string() + "'").c_str())) ==
          1);
    CHECK_THAT(content(stored.root / "full"), Contains("cannot write the result") && Contains("make room"));
    CHECK(WEXITSTATUS(std::system((command + " >&- 2> '" + (stored.root / "closed").string() + "'").c_str())) == 1);
    CHECK_THAT(content(stored.root / "closed"), Contains("cannot write the result") && !Contains("make room"));
  }
}

TEST_CASE("a name that several runs have means all of them, and is refused where one is wanted") {
  const Stored stored;
  add_finished(*std::make_unique<Store>(stored.home, Store::Access::write), 2, "first");
  CHECK_THAT(stored.xp({"compare", "first"}).out, Contains("run1") && Contains("run2"));
  const Output refused = stored.xp({"note", "first", "which?"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("\"first\" names 2 runs") && Contains("run1, run2"));
}

TEST_CASE("a log that is full or closed does not end what is under way") {
  const Stored stored;
  const std::string command = "XP_HOME='" + stored.home.string() + "' " XP_BINARY " ";
  for (const char* log : {"/dev/full", "&-"}) {
    CHECK(WEXITSTATUS(std::system((command + "delete run1 > /dev/null 2>" + log).c_str())) == 0);
    CHECK(WEXITSTATUS(std::system((command + "delte run1 2>" + log).c_str())) == 2);
    CHECK(stored.xp({"restore", "run1"}).code == 0);
  }
}

TEST_CASE("odd words are kept as they are and never steer a terminal") {
  const Stored stored;
  CHECK(stored.xp({"note", "run1", "größer \x1b[31m\"rot\"\n| zweite Zeile, mit Komma"}).code == 0);
  CHECK(stored.xp({"tag", "run1", "a b|c,\"d\"", "日本"}).code == 0);
  CHECK(stored.xp({"tag", "run1", "good", "two\nlines"}).code == 2);
  CHECK(stored.xp({"tag", "run1", ""}).code == 2);
  const Output show = stored.xp({"show", "run1"}), list = stored.xp({"list", "--tag", "日本"});
  CHECK_THAT(show.out, Contains("größer \\x1b[31m\"rot\"") && Contains("日本"));
  CHECK_THAT(list.out, Contains("a b|c,\"d\"") && !Contains("good") && Contains("run1"));
  CHECK_THAT(stored.xp({"list", "--tag", "日木"}).err, Contains("no run has the tag"));
  for (const char* format : {"--json", "--md", "--csv"})
    CHECK(stored.xp({"list", format}).out.find('\x1b') == std::string::npos);
}
