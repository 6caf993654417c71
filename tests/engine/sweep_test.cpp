// Sweeps as a user meets them: worker processes, kills, Ctrl-C.
#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include "framework/store/store.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

/// So many trials, told apart by a transform of the experiment's own, which refuses to be number `bad`.
std::string fussy(const std::string& name, int trials, int bad, int epochs) {
  const std::string number = std::to_string(bad);
  std::string body = tiny;
  body.replace(body.find("{\"normalise\"}"), 13, "{\"fussy\"}, {\"normalise\"}");
  body.replace(body.find("{\"epochs\", 2}"), 13, "{\"epochs\", " + std::to_string(epochs) + "}");
  std::string axis;
  for (int n = 1; n <= trials; ++n) axis += (n > 1 ? ", " : "") + std::to_string(n);
  body.insert(body.size() - 2, "  e.sweep(\"transform.fussy.number\", {" + axis + "});\n");
  return Place::experiment(name, R"(struct Fussy : xp::Transform {
  static constexpr const char* doc = "Refuses to be one number.";
  int number = 1;
  static void describe(xp::Params<Fussy>& p) { p("number", &Fussy::number, "who it is").between(1, 99); }
  xp::Image apply(const xp::Image& image, const xp::ImageOps&, xp::Random&) const override {
    if (number == )" + number + R"() throw xp::Error("number )" +
                                     number + R"( is refused");
    return image;
  }
};
XP_PLUGIN("fussy", Fussy)

)" + body);
}

struct Sweep : Place {
  std::vector<xp::RunRow> runs() const { return store().runs_of_sweep(1); }
  int count(xp::Status status) const {
    const auto all = runs();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](const xp::RunRow& r) { return r.status == status; }));
  }
  /// Whether so many trials come to have this status before `seconds` have passed.
  bool comes_to(xp::Status status, int n, double seconds = 60) const {
    for (int i = 0; i < seconds * 50; ++i) {
      if (fs::exists(home / "xp.db") && count(status) >= n) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

 private:
  xp::Store store() const { return xp::Store(home.string(), xp::Store::Access::write); }
};

}  // namespace

TEST_CASE("a sweep killed twice, with a trial that fails, ends with every other trial FINISHED once") {
  const Sweep place;
  const Words command{"run", fussy("sweep_kills", 6, 4, 6), "--jobs", "2", "--threads", "2"};
  for (const int finished : {0, 2}) {
    Running run = place.start(command);
    REQUIRE(place.comes_to(xp::Status::finished, finished));
    REQUIRE(place.comes_to(xp::Status::running, 1));
    run.signal(SIGKILL);
    CHECK(run.finish().code == 128 + SIGKILL);
  }
  const Output said = place.xp(command);
  CHECK(said.code == 1);
  CHECK_THAT(said.err, Contains("sweep1 goes on") && Contains("5 FINISHED, 1 FAILED") &&
                           Contains("number 4 is refused") && Contains("next: xp sweep show sweep1"));
  std::map<int, int> places;
  for (const xp::RunRow& run : place.runs()) {
    ++places[run.place];
    CHECK((run.status == xp::Status::finished) == (run.reason.find("number 4 is refused") == std::string::npos));
  }
  CHECK(places == std::map<int, int>{{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}});

  const Output anew = place.xp({"run", command[1], "--needed", "-q", "--retries", "0", "--jobs", "2"});
  CHECK(anew.code == 1);  // a new sweep, in which only what FAILED runs again
  CHECK(anew.err.find("goes on") == std::string::npos);
  CHECK(Json::parse(place.xp({"list", "--json"}).out).size() == 7);
}

TEST_CASE("Ctrl-C ends a sweep politely: its trials are KILLED and the same command goes on with them") {
  const Sweep place;
  const Words command{"run", fussy("sweep_stopped", 3, 99, 400), "--jobs", "2", "--threads", "2"};
  Running run = place.start(command);
  REQUIRE(place.comes_to(xp::Status::running, 2));
  SECTION("two sweeps of the same trials do not run at once") {
    const Output second = place.xp(command);
    CHECK(second.code == 2);
    CHECK_THAT(second.err, Contains("sweep1 is being run by process " + std::to_string(run.pid())));
  }
  run.signal(SIGINT);
  const Output said = run.finish();
  CHECK(said.code == 130);
  CHECK_THAT(said.err, Contains("the same command goes on"));
  CHECK(place.count(xp::Status::killed) == 2);
  for (const xp::RunRow& r : place.runs()) CHECK_THAT(r.reason, Contains("Ctrl-C"));
}

TEST_CASE("a sweep says what varies, and its table needs no terminal") {
  const Sweep place;
  const Words command{"run", fussy("sweep_shown", 2, 99, 1), "--jobs", "9", "--threads", "1", "--name", "pair"};
  const Output said = place.xp(command);
  CHECK(said.code == 0);
  CHECK(said.out == "run1 FINISHED\nrun2 FINISHED\n");
  CHECK_THAT(said.err, Contains("--jobs 9 on 1 core: 1 at a time") && Contains("number=1") &&
                           Contains("number=2") && Contains("epoch     1/1") && !Contains("\x1b"));
  for (const xp::RunRow& r : place.runs()) CHECK(r.name == "pair-" + std::to_string(r.place));

  Words quiet = command;
  quiet.push_back("-q"), quiet.push_back("--json");
  const Output silent = place.xp(quiet);  // the first has ended: a new one
  CHECK(silent.err.empty());
  CHECK(Json::parse(silent.out).size() == 2);

  const Output live = place.in_terminal({"run", command[1], "--threads", "1"});
  CHECK(live.code == 0);
  CHECK_THAT(live.out, Contains("of 2 ended, 1 running"));
}

TEST_CASE("more draws train only what the sequence had not trained before") {
  const Sweep place;
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.sweep(\"optimizer.rate\", log_uniform(1e-4, 1e-1)).search(random(2));\n");
  const std::string file = Place::experiment("more_draws", body);
  REQUIRE(place.xp({"run", file, "-q"}).code == 0);
  const Output more = place.xp({"run", file, "--trials", "3"});
  CHECK(more.code == 0);
  CHECK(more.out == "run1 FINISHED\nrun2 FINISHED\nrun3 FINISHED\n");
  CHECK_THAT(more.err, Contains("sweep2: 3 trials, of which 2 FINISHED before"));
  CHECK(place.xp({"run", file, "--trials", "3", "--anew", "-q"}).out ==
        "run4 FINISHED\nrun5 FINISHED\nrun6 FINISHED\n");
}

TEST_CASE("options of a sweep are refused before one is opened, and said to do nothing for a single run") {
  const Sweep place;
  for (const Words& wrong : {Words{"--on-fail", "bogus"},
                             {"--retries", "1000"},
                             {"--keep-every", "0"},
                             {"--checkpoint-minutes", "soon"},
                             {"--disk-wait", "-1"}}) {
    Words words{"run", place.root.string() + "/no_such_experiment.cpp"};  // what is compiled is refused later
    words.insert(words.end(), wrong.begin(), wrong.end());
    const Output said = place.xp(words);
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains(wrong[0]) && !Contains("no_such_experiment"));
  }
  CHECK_FALSE(fs::exists(place.home));
  const Output single = place.xp({"run", tiny_file(), "--on-fail", "stop", "--retries", "5"});
  CHECK(single.code == 0);
  CHECK_THAT(single.err, Contains("--on-fail, --retries matter only to a sweep"));
  const Output again = place.xp({"run", tiny_file(), "--needed", "--json", "-q"});
  CHECK(again.code == 0);
  CHECK(Json::parse(again.out).at(0)["id"] == Json::parse(place.xp({"list", "--json"}).out).at(0)["id"]);
}
