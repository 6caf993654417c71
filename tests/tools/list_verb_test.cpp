// xp list as a person asks it: conditions, order, columns, the screen's width, the pager.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/stored.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

/// run1 "first", run2 "second", tagged, and run3, which runs and was never tested.
struct Stored : Place {
  Stored() {
    Store store(home, Store::Access::write);
    add_finished(store, 1, "first");
    add_finished(store, 2, "second", 0);
    add_running(store, 3);
    store.tag(2, "published");
    store.epoch(2, 4, {{"val/loss", 0.25}}, {}, {});
  }
  std::string names(Words words) const {
    words.insert(words.begin(), "list"), words.push_back("--names");
    std::string out = xp(words).out;
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
  }
};

}  // namespace

TEST_CASE("xp list shows the runs of which a condition is true") {
  const Stored stored;
  CHECK(stored.names({"--where", "val/accuracy >= 50%"}) == "run1 run2 ");
  CHECK(stored.names({"--where", "tag = published and model = small_cnn"}) == "run2 ");
  CHECK(stored.names({"--where", "not has test/accuracy"}) == "run3 ");
  CHECK(stored.names({"--where", "status = running or name ~ IRS"}) == "run1 run3 ");
  CHECK(stored.names({"--where", "train.epochs = 3 and seed.init > 1"}) == "run2 run3 ");
  CHECK(stored.names({"--where", "last:val/loss = 0.25"}) == "run2 ");
  CHECK(stored.names({"--where", "run > run1 and run <= 2"}) == "run2 ");
  CHECK(stored.names({"--where", "started > 2000-01-01 and test > 0.5"}) == "run1 run2 ");
  CHECK(nlohmann::json::parse(stored.xp({"list", "--where", "name = second", "--json"}).out).at(0)["id"] == 2);
}

TEST_CASE("what and joins may come in any order, and what is said of nothing found is said of all runs") {
  const Stored stored;
  for (const char* condition : {"test > 0.5 and model = small_cnn and status = finished and seed.init = 2",
                                "seed.init = 2 and status = finished and (model = small_cnn) and test > 0.5"})
    CHECK(stored.names({"--where", condition, "--sort", "-test"}) == "run2 ");
  const Output none = stored.xp({"list", "--where", "val/accuracy > 0.1 and model = xception"});
  CHECK_THAT(none.err, Contains("no run has model = \"xception\"") && !Contains("none has val/accuracy"));
  CHECK(stored.xp({"list", "--where", "model = xception and val/acuracy > 0.1"}).code == 2);
}

TEST_CASE("a condition on what nobody knows is refused with what this store does know") {
  const Stored stored;
  const auto err = [&](const std::string& condition) {
    const Output said = stored.xp({"list", "--where", condition});
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    return said.err;
  };
  CHECK_THAT(err("val/acuracy > 0.9"), Contains("no run knows anything called \"val/acuracy\"") && Contains("  ^\n") &&
                                           Contains("did you mean \"val/accuracy\""));
  CHECK_THAT(err("has optimiser.rate"), Contains("\"optimizer.rate\""));
  CHECK_THAT(err("last:val/lss < 1"), Contains("\"val/loss\""));
  CHECK_THAT(err("model > 3"), Contains("model is a word") && Contains("=, != or ~"));
  CHECK_THAT(err("model = "), Contains("a value is wanted here"));
  const Output none = stored.xp({"list", "--where", "model = smal_cnn", "--names"});
  CHECK(none.code == 0);
  CHECK(none.out.empty());
  CHECK_THAT(none.err, Contains("no run has model = \"smal_cnn\"; did you mean \"small_cnn\"?"));
}

TEST_CASE("xp list is sorted by any name, shows it, and is cut at either end") {
  const Stored stored;
  CHECK(stored.names({"--sort", "-seed.init"}) == "run3 run2 run1 ");
  CHECK(stored.names({"--sort", "name", "--reverse"}) == "run2 run1 run3 ");  // the last has none
  CHECK(stored.names({"--sort", "-test/accuracy"}) == "run1 run2 run3 ");
  CHECK(stored.names({"--reverse"}) == "run3 run2 run1 ");
  CHECK(stored.names({"--limit", "2"}) == "run1 run2 ");
  CHECK(stored.names({"--last", "2"}) == "run2 run3 ");
  CHECK(stored.names({"--last", "9"}) == "run1 run2 run3 ");
  CHECK(stored.names({"--last", "1", "--where", "name = first"}) == "run1 ");
  CHECK_THAT(stored.xp({"list", "--sort", "test/loss"}).out, Contains("test/loss"));
  CHECK_THAT(stored.xp({"list", "--limit", "1", "--last", "1"}).err, Contains("one of them"));
  CHECK_THAT(stored.xp({"list", "--sort", "modle"}).err, Contains("did you mean \"model\""));
  CHECK_THAT(stored.xp({"list", "--last", "0"}).err, Contains("at least 1"));
}

TEST_CASE("what no run has, and 90 for 90 %, are told where they leave nothing") {
  const Stored stored;
  const auto said = [&](Words words) {
    words.insert(words.begin(), "list");
    const Output out = stored.xp(words);
    CHECK(out.code == 0);
    return out.err;
  };
  CHECK_THAT(said({"--where", "has test/auc"}), Contains("of these runs none has test/auc"));
  CHECK_THAT(said({"--where", "test/auc > 0.5"}), Contains("of these runs none has test/auc"));
  CHECK_THAT(said({"--sort", "-test/auc"}), Contains("of these runs none has test/auc: they stay in their order"));
  CHECK_THAT(said({"--where", "val > 40"}), Contains("val > 40%"));
  CHECK(stored.names({"--where", "val > 40 %"}) == "run1 run2 ");
  CHECK(said({"--where", "val > 40%"}).empty());
  CHECK(said({"--sort", "-val"}).empty());
}

TEST_CASE("--columns chooses, in every form") {
  const Stored stored;
  const Words words{"list", "--columns", "run,val,optimizer.rate,reason,sweep", "--limit", "1"};
  const auto as = [&](const char* form) {
    Words all = words;
    all.emplace_back(form);
    return stored.xp(all).out;
  };
  CHECK(split(stored.xp(words).out, '\n')[0] == "run   val (95 % by image)  optimizer.rate  reason  sweep");
  CHECK_THAT(as("--csv"), Catch::StartsWith("run,val,optimizer.rate,reason,sweep\r\nrun1,0.5,"));
  CHECK_THAT(as("--md"), Contains("| optimizer.rate |"));
  const auto json = nlohmann::json::parse(as("--json"));
  CHECK(json.size() == 1);
  CHECK(json[0]["run"] == "run1");
  CHECK(json[0]["val"] == 0.5);
  CHECK(json[0]["sweep"].is_null());
  CHECK(as("--names") == "run1\n");
  CHECK_THAT(stored.xp({"list", "--columns", ","}).err, Contains("--columns wants names"));
  CHECK_THAT(stored.xp({"list", "--columns", "run,vall"}).err, Contains("no run knows anything"));
}

TEST_CASE("a list in a terminal fits its width and says what it left out") {
  const Stored stored;
  const Output shown = stored.in_terminal({"list"});
  for (const std::string& line : split(shown.out, '\n')) CHECK(width(line.substr(0, line.find('\r'))) <= 100);
  CHECK_THAT(shown.out, Contains("left out, for want of width: started") && Contains("val (95 % by image)"));
  CHECK_THAT(stored.xp({"list"}).out, Contains("started (UTC)") && !Contains("left out"));
}

TEST_CASE("a list longer than the screen goes through the pager, a shorter one or one in a pipe does not") {
  Stored stored;
  {
    Store store(stored.home, Store::Access::write);
    store.atomically([&] {
      for (int i = 0; i < 60; ++i) {
        NewRun run;
        run.experiment = "many", run.plan = "{}";
        store.add(run);
      }
    });
  }
  stored.variables["PAGER"] = "sed 's/^/paged: /'";
  CHECK_THAT(stored.in_terminal({"list"}).out, Contains("paged: run1 ") && Contains("paged: run63"));
  CHECK_THAT(stored.in_terminal({"list", "--limit", "5"}).out, !Contains("paged"));
  CHECK_THAT(stored.in_terminal({"list", "--no-pager"}).out, !Contains("paged") && Contains("run63"));
  CHECK_THAT(stored.in_terminal({"list", "--csv"}).out, !Contains("paged"));
  CHECK_THAT(stored.xp({"list"}).out, !Contains("paged") && Contains("run63"));
  stored.variables["PAGER"] = "head -n 1";  // leaves before it has read all
  const Output early = stored.in_terminal({"list"});
  CHECK(early.code == 0);
  CHECK_THAT(early.out, Contains("run") && !Contains("run63"));
  for (const char* none : {"cat", "", "no-such-pager-anywhere"}) {
    stored.variables["PAGER"] = none;
    const Output shown = stored.in_terminal({"list"});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Contains("run63"));
  }
}

TEST_CASE("an XP_HOME that is a file is named as one") {
  Place place;
  write(place.home, "not a folder");
  for (const Words& words : {Words{"list"}, {"show", "run1"}, {"tag", "run1", "x"}}) {
    const Output said = place.xp(words);
    CHECK(said.code == 2);
    CHECK_THAT(said.err,
               Contains(place.home.string() + " is no folder") && Contains("XP_HOME") && !Contains("no runs yet"));
  }
}

TEST_CASE("xp list --help tells the language of conditions, and every fact") {
  const Place place;
  const std::string help = place.xp({"list", "--help"}).out;
  for (const char* told :
       {"CONDITION", "last:val/loss", "has test/auc", "seconds", "rerun_of", "--columns", "2026-11-20"})
    CHECK_THAT(help, Contains(told));
  for (const std::string& line : split(help, '\n')) CHECK(width(line) <= 120);
}
