// xp report as a user meets it: which page is asked for, where it goes, and how it follows a run.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/plan/search.h"
#include "framework/store/db.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

/// run1 to run3 of sweep1, "night", whose fourth trial has not begun; run4, "alone".
struct Reporting : Place {
  Reporting() {
    Store store(home, Store::Access::write);
    const std::int64_t sweep = store.add_sweep({"stored", "Which seed?", "night", "hash", to_json(Search{})});
    std::vector<Trial> trials;
    for (int seed = 1; seed <= 4; ++seed) {
      const Plan plan = phantom_plan(seed);
      const std::int64_t run = seed < 4 ? add_finished(store, seed) : 0;
      trials.push_back({.place = seed, .plan = to_json(plan), .identity = identity_hash(plan), .run = run});
    }
    store.add_trials(sweep, trials);
    store.end_sweep(sweep, Status::killed, "Ctrl-C");
    add_finished(store, 5, "alone", 0);
  }
  Output report(Words words) const {
    words.insert(words.begin(), "report");
    return xp(words);
  }
  std::string page(const std::string& name) const { return content(home / "reports" / name); }
};

const std::string refreshes = "http-equiv=\"refresh\"";
}  // namespace

TEST_CASE("xp report writes the page of a run, of several, of a sweep, and an index of everything") {
  const Reporting place;
  for (const auto& [words, file] :
       std::vector<std::pair<Words, std::string>>{{{"run4"}, "run4.html"},
                                                  {{"run1", "alone"}, "run1-run4.html"},
                                                  {{"--sweep", "night"}, "sweep1.html"},
                                                  {{"--sweep", "last", "--by", "val/loss"}, "sweep1.html"},
                                                  {{}, "index.html"}}) {
    const Output said = place.report(words);
    INFO(file << said.err);
    CHECK(said.code == 0);
    CHECK(said.out == (place.home / "reports" / file).string() + "\n");
    CHECK_THAT(place.page(file), StartsWith("<!doctype html>") && EndsWith("</html>\n") && !Contains(refreshes));
  }
  CHECK_THAT(place.page("sweep1.html"), Contains("Which seed?") && Contains("Best by val/loss"));
  CHECK_THAT(place.page("index.html"), Contains("4 runs and 1 sweep") && Contains("href=\"run4.html\"") &&
                                           Contains("href=\"sweep1.html\"") && Contains("href=\"run1-run4.html\"") &&
                                           !Contains("href=\"run1.html\""));
}

TEST_CASE("xp report says as JSON where the page is, and -o sends it elsewhere") {
  const Reporting place;
  const std::string file = (place.root / "x.html").string();
  const Output said = place.report({"run4", "-o", "x.html", "--json"});
  CHECK(nlohmann::json::parse(said.out)["page"] == file);
  CHECK_FALSE(fs::exists(place.home / "reports"));
  const Output direct = place.report({"run4", "-o", "/dev/stdout"});
  CHECK_THAT(direct.out, StartsWith("<!doctype html>") && EndsWith("</html>\n"));
  CHECK(place.report({"run4", "-o", "-"}).out.size() == direct.out.size());
}

TEST_CASE("xp report --card writes Markdown of one run") {
  const Reporting place;
  const Output said = place.report({"run4", "--card"});
  INFO(said.err);
  CHECK(said.out == (place.home / "reports" / "run4.md").string() + "\n");
  CHECK_THAT(place.page("run4.md"), StartsWith("---\n"));
}

TEST_CASE("what makes no sense together is refused with advice, and nothing is written") {
  const Reporting place;
  struct Case {
    Words words;
    std::string what, advice;
  };
  for (const auto& [words, what, advice] :
       std::vector<Case>{{{"run1", "--sweep", "night"}, "never of both", "xp report --sweep night"},
                         {{"--sweep", "nigt"}, "there is no sweep \"nigt\"", "night"},
                         {{"alon"}, "there is no run \"alon\"", "alone"},
                         {{"run9"}, "there is no run9", "the last is run4"},
                         {{"--card"}, "a model card is of a run", "xp report run12 --card"},
                         {{"run1", "run2", "--card"}, "of one run, not of 2", "xp report run12 --card"},
                         {{"--sweep", "night", "--card"}, "not of a sweep", "xp sweep show"},
                         {{"run1", "--card", "--watch"}, "not watched", "leave out --watch"},
                         {{"run1", "--by", "accuracy"}, "--by is what a comparison", "--sweep sweep3 --by"},
                         {{"--by", "accuracy"}, "--by is what a comparison", "run12 run15"},
                         {{"run1", "--force"}, "--force is of comparisons", "run12 run15"},
                         {{"--sweep", "night", "--force"}, "--force is of comparisons", "run12 run15"},
                         {{"--sweep", "night", "--by", "val/acuracy"}, "acuracy", "val/accuracy"},
                         {{"--sweep", "night", "--by", "test/accuracy"}, "never by test/accuracy", "val/accuracy"},
                         {{"run1", "run2", "--by", "acuracy"}, "acuracy", "accuracy"},
                         {{"run1", "-o", "nosuch/x.html"}, "there is no folder", "mkdir -p"},
                         {{"run1", "-o", ""}, "-o wants a file", "-o run1.html"},
                         {{"run1", "--watch", "-o", "-"}, "again and again", "-o run12.html"},
                         {{"run1", "-o", "."}, "is a folder", "run1.html"},
                         {{"run1", "--watch", "-o", "/dev/null"}, "again and again", "-o run12.html"}}) {
    const Output said = place.report(words);
    INFO(what << "\n" << said.err);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK_THAT(said.err, Contains(what) && Contains(advice));
  }
  CHECK_FALSE(fs::exists(place.root / "nosuch"));
  CHECK((!fs::exists(place.home / "reports") || fs::is_empty(place.home / "reports")));
}

TEST_CASE("a full disk and a folder that may not be written are said, with what to do") {
  const Reporting place;
  const Output full = place.report({"run4", "-o", "/dev/full"});
  CHECK(full.code == 1);
  CHECK_THAT(full.err, Contains("/dev/full") && Contains("make room"));
  if (::geteuid() == 0) return;  // root may write anywhere
  ::chmod(place.home.c_str(), 0555);
  const Output closed = place.report({"run4"});
  ::chmod(place.home.c_str(), 0755);
  CHECK(closed.code == 1);
  CHECK_THAT(closed.err, Contains("reports") && Contains("-o FILE"));
}

TEST_CASE("SOURCE_DATE_EPOCH makes every page byte-equal, and a bad one is refused") {
  Reporting place;
  place.variables["SOURCE_DATE_EPOCH"] = "1700000000";
  for (const Words& words : {Words{"run4"}, {"run1", "run4"}, {"--sweep", "night"}, {}}) {
    Words first = words, second = words;
    first.insert(first.end(), {"-o", "a.html"}), second.insert(second.end(), {"-o", "b.html"});
    REQUIRE(place.report(first).code == 0);
    REQUIRE(place.report(second).code == 0);
    const std::string page = content(place.root / "a.html");
    CHECK_THAT(page, Contains("2023-11-14 22:13 UTC"));
    CHECK(page == content(place.root / "b.html"));
  }
  for (const char* bad : {"yesterday", "-1", "12.5", "99999999999999999999", "1 "}) {
    place.variables["SOURCE_DATE_EPOCH"] = bad;
    const Output said = place.report({"run4"});
    INFO(bad);
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains("SOURCE_DATE_EPOCH") && Contains("date +%s"));
  }
  place.variables["SOURCE_DATE_EPOCH"] = "";
  CHECK(place.report({"run4"}).code == 0);
}

TEST_CASE("two at once write one whole page") {
  const Reporting place;
  std::vector<Running> all;
  for (int i = 0; i < 4; ++i) all.push_back(place.start({"report", "run4"}));
  for (Running& one : all) CHECK(one.finish().code == 0);
  CHECK_THAT(place.page("run4.html"), StartsWith("<!doctype html>") && EndsWith("</html>\n"));
  CHECK(std::distance(fs::directory_iterator(place.home / "reports"), fs::directory_iterator()) == 1);
}

TEST_CASE("a sweep's name among runs stands for its runs; what cannot be compared has a page that says why") {
  const Place place;
  {
    Store store(place.home, Store::Access::write);
    const std::int64_t sweep = store.add_sweep({"stored", "", "", "hash", to_json(Search{})});
    for (int number = 1; number <= 2; ++number) {
      const Plan plan = phantom_plan(number);
      store.add_trials(sweep, {{.place = number, .plan = to_json(plan), .identity = identity_hash(plan)}});
      NewRun run;
      run.experiment = plan.experiment, run.plan = to_json(plan), run.sweep = sweep, run.place = number;
      store.end(store.add(run), Status::finished, "");
    }
  }
  const Output said = place.xp({"report", "sweep1"});
  CHECK(said.code == 0);
  CHECK_THAT(said.err, Contains("compared are all runs of sweep1") && Contains("xp report --sweep sweep1"));
  CHECK_THAT(content(place.home / "reports" / "run1-run2.html"), StartsWith("<!doctype html>"));
}

TEST_CASE("--watch of what has ended writes once and says so") {
  const Reporting place;
  const Output said = place.report({"run4", "--watch"});
  CHECK(said.code == 0);
  CHECK_THAT(said.err, Contains("nothing of run4 runs"));
  CHECK_THAT(place.page("run4.html"), !Contains(refreshes));
}

TEST_CASE("--watch follows a run: the page reloads itself while it runs, and no more once it ended") {
  const Place place;
  Store store(place.home, Store::Access::write);
  const std::int64_t run = add_running(store);
  Running watching = place.start({"report", "run1", "--watch"});
  REQUIRE(watching.says("the page follows run1"));
  const auto page = [&] { return content(place.home / "reports" / "run1.html"); };
  CHECK_THAT(page(), Contains(refreshes) && EndsWith("</html>\n"));
  store.note(run, "half way");
  for (int i = 0; i < 500 && page().find("half way") == std::string::npos; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK_THAT(page(), Contains("half way") && Contains(refreshes));
  store.end(run, Status::finished, "");
  const Output said = watching.finish(20);
  CHECK(said.code == 0);
  CHECK(said.out == (place.home / "reports" / "run1.html").string() + "\n");
  CHECK_THAT(page(), Contains("FINISHED") && !Contains(refreshes));
}

TEST_CASE("an error ends --watch and leaves a page that reloads itself no more") {
  const Place place;
  Store store(place.home, Store::Access::write);
  add_running(store);
  Running watching = place.start({"report", "run1", "--watch", "-o", "x.html"});
  REQUIRE(watching.says("the page follows run1"));
  CHECK_THAT(content(place.root / "x.html"), Contains(refreshes) && Contains("reloads every 5 s") &&
                                                 Contains("but itself, again every 5 s") && !Contains("--watch"));
  Db((place.home / "xp.db").string(), true).run("DROP TABLE findings");
  store.note(1, "half way");
  const Output said = watching.finish(20);
  CHECK(said.code != 0);
  CHECK_THAT(content(place.root / "x.html"), EndsWith("</html>\n") && !Contains(refreshes));
}

TEST_CASE("Ctrl-C ends --watch and leaves a page that stays as it is") {
  const Place place;
  Store store(place.home, Store::Access::write);
  add_running(store);
  for (const Words& what : {Words{"run1", "-o", "x.html"}, {"-o", "x.html"}}) {
    Words words{"report", "--watch"};
    words.insert(words.end(), what.begin(), what.end());
    Running watching = place.start(words);
    REQUIRE(watching.says("the page follows"));
    watching.signal(SIGINT);
    const Output said = watching.finish(20);
    CHECK(said.code == 130);
    CHECK_THAT(said.err, Contains("interrupted") && !Contains("batch"));
    CHECK_THAT(content(place.root / "x.html"), EndsWith("</html>\n") && !Contains(refreshes));
  }
}

TEST_CASE("--watch ends when the process of the run is killed") {
  const Place place;
  Store(place.home, Store::Access::write);  // made here: two that begin at once would both migrate it
  const pid_t training = ::fork();
  if (training == 0) {
    Store store(place.home, Store::Access::write);
    add_running(store);
    for (;;) ::pause();
  }
  const auto begun = [&] { return place.xp({"list", "--names"}).out == "run1\n"; };
  for (int i = 0; i < 200 && !begun(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  Running watching = place.start({"report", "run1", "--watch"});
  const bool follows = watching.says("the page follows run1");
  ::kill(training, SIGKILL), ::waitpid(training, nullptr, 0);
  REQUIRE(follows);
  CHECK(watching.finish(20).code == 0);
  CHECK_THAT(content(place.home / "reports" / "run1.html"), Contains("KILLED") && !Contains(refreshes));
}
