// Runs on their way to another home, as a user sends them.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

/// Three finished runs, and another home beside them.
struct Homes : Place {
  Homes() {
    Store store(home, Store::Access::write);
    for (int seed = 1; seed <= 3; ++seed) store.artifact(add_finished(store, seed), "weights", std::to_string(seed));
  }
  Output there(const Words& words) {
    const auto here = variables.at("XP_HOME");
    variables["XP_HOME"] = (root / "there").string();
    Output out = xp(words);
    variables["XP_HOME"] = here;
    return out;
  }
  void refused(const Words& words, const std::string& said) const {
    const Output output = xp(words);
    INFO(output.err);
    CHECK(output.code == 2);
    CHECK(output.out.empty());
    CHECK_THAT(output.err, Contains(said) && !Contains("mistake of xp's own"));
  }
};

}  // namespace

TEST_CASE("xp export and xp import move runs from one home to another, each once") {
  Homes homes;
  const Output left = homes.xp({"export", "run1", "run3", "spine.xprun"});
  CHECK(left.code == 0);
  CHECK(left.out == "spine.xprun\n");
  CHECK_THAT(left.err, Contains("2 runs and 2 files") && Contains("xp import spine.xprun"));
  const Output arrived = homes.there({"import", "spine.xprun"});
  CHECK(arrived.out == "run1  run1 of spine.xprun\nrun2  run3 of spine.xprun\n");
  CHECK_THAT(arrived.err, Contains("2 runs and 2 artifacts are new"));
  CHECK_THAT(homes.there({"show", "run2"}).out, Contains("it was run3 of spine.xprun"));
  CHECK_THAT(homes.there({"list"}).out, Contains("it was run3 of spine.xprun"));
  CHECK_THAT(homes.there({"compare", "run1", "run2", "--resamples", "0"}).out, Contains("run2"));

  CHECK(homes.xp({"export", "run1..run3", "-o", "all.xprun", "-q"}).err.empty());
  CHECK(homes.there({"delete", "run1"}).code == 0);
  const Output merged = homes.there({"import", "spine.xprun", "all.xprun"});
  CHECK(merged.out ==
        "run1  run1 of spine.xprun, known and deleted: xp restore brings it back\nrun2  run3 of spine.xprun, known\n"
        "run1  run1 of all.xprun, known and deleted: xp restore brings it back\nrun3  run2 of all.xprun\n"
        "run2  run3 of all.xprun, known\n");
  CHECK_THAT(merged.err, Contains("1 run and 1 artifact are new; 4 were here before"));
  const auto told = nlohmann::json::parse(homes.there({"import", "all.xprun", "--json"}).out);
  CHECK(told.at("runs").at(1) ==
        nlohmann::json{{"run", "run3"}, {"was", "run2"}, {"file", "all.xprun"}, {"known", true}});
}

TEST_CASE("an export writes over nothing that it was not told to, and nothing into XP_HOME") {
  const Homes homes;
  write(homes.root / "there.xprun", "mine");
  homes.refused({"export", "run1", "there.xprun"}, "there.xprun is there already");
  CHECK(content(homes.root / "there.xprun") == "mine");
  CHECK(homes.xp({"export", "run1", "there.xprun", "--force"}).code == 0);
  homes.refused({"export", "run1", "run2"}, "\"run2\" does not end in .xprun");
  homes.refused({"export", "run1", "-o", "a"}, "\"a\" does not end in .xprun\n");
  homes.refused({"export", "run1"}, "which runs, and where to?");
  homes.refused({"export", "run1", "home/x.xprun"}, "lies in XP_HOME");
  homes.refused({"export", "run1", "home/../home/x.xprun"}, "lies in XP_HOME");
  homes.refused({"export", "run1", "x.xprun", "--format", "jsn"}, "did you mean \"json\"");
  std::filesystem::create_directories(homes.root / "full/of");
  homes.refused({"export", "run1", "full", "--format", "csv", "--force"}, "full is there already");
  CHECK(std::filesystem::exists(homes.root / "full/of"));
  homes.refused({"export", "run9", "x.xprun"}, "run9");
  CHECK(homes.xp({"delete", "run2"}).code == 0);
  homes.refused({"export", "run2", "x.xprun"}, "deleted");
  for (const auto& entry : std::filesystem::directory_iterator(homes.root))
    CHECK(entry.path().string().find(".tmp") == std::string::npos);
}

TEST_CASE(
    "what an export that was killed left is gone after the next one to that name; what is newer or another's stays") {
  const Homes homes;
  const auto left = [&](const char* name, const char* content, int minutes) {
    const std::filesystem::path folder = homes.root / name;
    write(folder / content, "half");
    std::filesystem::last_write_time(folder,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::minutes(minutes));
    return folder;
  };
  const auto dead = left("a.xprun.tmpAbCdEf", "export.xprun.tmp1", 2), fresh = left("a.xprun.tmpGhIjKl", "export", 0),
             mine = left("a.xprun.tmpbackup", "thesis", 2), other = left("b.xprun.tmpAbCdEf", "export", 2);
  CHECK(homes.xp({"export", "run1", "a.xprun"}).code == 0);
  CHECK_FALSE(std::filesystem::exists(dead));
  for (const auto& kept : {fresh, mine, other}) CHECK(std::filesystem::exists(kept));
}

TEST_CASE("a range names what of it is deleted, and a folder that is not there is not made") {
  const Homes homes;
  CHECK(homes.xp({"delete", "run2"}).code == 0);
  CHECK_THAT(homes.xp({"export", "run1..run3", "rest.xprun"}).err, Contains("run2 is deleted and stays here"));
  Store(homes.home, Store::Access::write).artifact(3, "uncommitted.diff", "+ a secret");
  CHECK_THAT(homes.xp({"export", "run3", "changed.xprun"}).err,
             Contains("with uncommitted.diff") && Contains("of run3"));
  homes.refused({"export", "run1", "none/of/it.xprun"}, "there is no folder");
  CHECK_FALSE(std::filesystem::exists(homes.root / "none"));
  homes.refused({"export", "run1", "foo.csv"}, "xp export RUN… foo.xprun, or --format csv");
}

TEST_CASE("of several bundles what came before a damaged one is imported, and told") {
  Homes homes;
  CHECK(homes.xp({"export", "run1", "good.xprun"}).code == 0);
  write(homes.root / "cut.xprun", content(homes.root / "good.xprun").substr(0, 5000));
  const Output refused = homes.there({"import", "good.xprun", "cut.xprun", "--json"});
  CHECK(refused.code == 2);
  const auto told = nlohmann::json::parse(refused.out);
  CHECK(told.at("runs").at(0).at("run") == "run1");
  CHECK(told.at("refused").at(0).at("file") == "cut.xprun");
  CHECK_THAT(refused.err, Contains("what came before cut.xprun was imported"));
  std::filesystem::rename(homes.root / "good.xprun", homes.root / "good.bin");
  CHECK(homes.there({"import", "xprun", "good.bin"}).out == "run1  run1 of good.bin, known\n");
  CHECK(homes.there({"import", "good.bin"}).out == "run1  run1 of good.bin, known\n");
}

TEST_CASE("every format comes back with the same runs") {
  Homes homes;
  for (const auto& [format, target] :
       {std::pair{"json", "all.json"}, {"csv", "csv"}, {"mlflow", "mlruns"}, {"tensorboard", "logs"}}) {
    INFO(format);
    const auto told =
        nlohmann::json::parse(homes.xp({"export", "run1..run2", target, "--format", format, "--json"}).out);
    CHECK(told.at("runs") == 2);
    CHECK(told.at("format") == format);
    const Output arrived = homes.there({"import", format, target});
    INFO(arrived.err);
    CHECK(arrived.code == 0);
    CHECK(std::count(arrived.out.begin(), arrived.out.end(), '\n') == 2);
  }
}

TEST_CASE("what a form does not carry is said when it leaves, and when the whole run comes after it") {
  Homes homes;
  std::int64_t fold = 0;
  {
    Store store(homes.home, Store::Access::write);
    store.log(1, {{"rate", {{5, 1}, {6, 2}, {5, 3}}}});
    const std::int64_t sweep = store.add_sweep({"stored", "", "", "hash", "{}"});
    store.add_trials(sweep, {{1, "{}", "a"}, {2, "{}", "b"}});
    for (const int place : {1, 2}) {
      NewRun trial;
      trial.experiment = "stored", trial.sweep = sweep, trial.place = place;
      store.end(store.add(trial), Status::finished, "");
    }
    store.end_sweep(sweep, Status::finished, "");
    NewRun part;
    part.experiment = "stored", part.parent = 3, part.role = "fold 1";
    store.end(fold = store.add(part), Status::finished, "");
  }
  CHECK_THAT(homes.xp({"export", "run1", "run4", "run5", "all.json", "--format", "json"}).err,
             Contains("1 earlier value of epochs or steps that were logged again stays here") &&
                 Contains("sweep1 stays here: only a .xprun carries sweeps"));
  CHECK_THAT(homes.xp({"export", "run4", "one.xprun"}).err, Contains("sweep1 stays here: it goes along with all"));
  CHECK_THAT(homes.xp({"export", "run1", "run4", "run5", "all.xprun"}).err, !Contains("stay"));
  homes.refused({"export", "run" + std::to_string(fold), "f", "--format", "csv"},
                "is fold 1 of run3, and travels with");

  CHECK(homes.there({"import", "json", "all.json"}).code == 0);
  const Output whole = homes.there({"import", "all.xprun"});
  CHECK(whole.code == 2);
  CHECK_THAT(whole.err, Contains("came as run1 of all.json") && Contains("values per batch") &&
                            !Contains("stretches") && !Contains("artifacts") && !Contains("went on"));
  CHECK(homes.there({"delete", "run1"}).code == 0);
  CHECK_THAT(homes.there({"import", "json", "all.json"}).out, Contains("known and deleted: xp restore brings it back"));
}

TEST_CASE("a file that is no bundle makes no run, and is told apart from other kinds") {
  Homes homes;
  write(homes.root / "bad.xprun", "SQLite format 3, or so it says");
  CHECK_THAT(homes.there({"import", "bad.xprun"}).err, Contains("holds no runs as xp export writes them"));
  CHECK_THAT(homes.there({"import", "none.xprun"}).err, Contains("there is no file none.xprun"));
  CHECK_THAT(homes.there({"import", "bad.xprun", "b.csv"}).err, Contains("b.csv does not end in .xprun"));
  CHECK_THAT(homes.there({"import", "bad.xprun", "--name", "x"}).err, Contains("--name says nothing of runs"));
  CHECK_THAT(homes.there({"import", "mlflow", "x", "--part", "val"}).err, Contains("--part says nothing of mlflow"));
  CHECK_THAT(homes.there({"import", "mlflow", "x"}).err, Contains("there is no x"));
  CHECK_THAT(homes.there({"import", "json", "a", "b"}).err, Contains("one file at a time"));
}

TEST_CASE("an export to where nothing can be written says so, and a damaged artifact fails in every form alike") {
  const Homes homes;
  homes.refused({"export", "run1", "/proc/x.xprun"}, "write elsewhere");
  std::string path;
  {
    const Store store(homes.home, Store::Access::read);
    path = store.artifact_path(store.record(1).artifacts.at(0));
  }
  write(path, "another");
  for (const char* format : {"xprun", "csv", "mlflow"}) {
    const Output said =
        homes.xp({"export", "run1", format == std::string("xprun") ? "x.xprun" : "x", "--format", format});
    INFO(format << ": " << said.err);
    CHECK(said.code == 1);
    CHECK_THAT(said.err, Contains("is damaged"));
  }
}

TEST_CASE("a run that came as JSON gets its artifacts from the CSV folder that comes after it") {
  Homes homes;
  homes.xp({"export", "run1", "one.json", "--format", "json"}), homes.xp({"export", "run1", "one", "--format", "csv"});
  CHECK(homes.there({"import", "json", "one.json"}).code == 0);
  const Output fetched = homes.there({"import", "csv", "one"});
  CHECK(fetched.code == 0);
  CHECK(fetched.out == "run1  run1, known\n");
  CHECK_THAT(fetched.err, Contains("0 runs of 1 are new; 1 artifact is new"));
  CHECK_THAT(homes.there({"import", "csv", "one"}).err, !Contains("artifact"));
}

TEST_CASE("a run that is here with other values is told, with an exit code that says so") {
  Homes homes;
  homes.xp({"export", "run1..run2", "mlruns", "--format", "mlflow"});
  CHECK(homes.there({"import", "mlflow", "mlruns"}).code == 0);
  CHECK(homes.there({"import", "mlflow", "mlruns"}).code == 0);
  const std::string uuid = Store(homes.home, Store::Access::read).run(2).uuid;
  const std::filesystem::path metric = homes.root / "mlruns/1" / uuid / "metrics/val/loss";
  write(metric, content(metric) + "1763631840000 0.125 4\n");
  const Output said = homes.there({"import", "mlflow", "mlruns"});
  CHECK(said.code == 1);
  CHECK_THAT(said.err, Contains("run2 is here already, and differs: nothing was changed") && !Contains("run1 is"));
}

TEST_CASE("an event file that is cut short before its first scalar is no run, and is told") {
  Homes homes;
  homes.xp({"export", "run1..run3", "logs", "--format", "tensorboard"});
  const std::filesystem::path file = std::filesystem::directory_iterator(homes.root / "logs/run2")->path();
  write(file, content(file).substr(0, 600));
  const Output said = homes.there({"import", "tensorboard", "logs"});
  CHECK(said.code == 1);
  CHECK(said.out == "run1  run1\nrun2  run3\n");
  CHECK_THAT(said.err, Contains("2 runs of 3 are new") && Contains("run2 of logs is cut short: copy it again"));
}
