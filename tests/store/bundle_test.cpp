// Runs that travel from one home to another, as one file.
#include "framework/store/bundle.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/run/exports/export.h"
#include "tests/store/bundle/travelling.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("a run arrives as it left, but for its number and where it is from") {
  Homes homes("arrives");
  Store &here = homes.here, &there = homes.there;
  const std::int64_t id = add_whole(here);
  there.add(whole_run("another"));  // numbers differ, of metrics too
  there.epoch(1, 1, {{"zeal", 1}, {"val/loss", 2}}, {}, {});
  const Bundled left = here.pack({id}, homes.file);
  CHECK(left.runs == 1);
  CHECK(left.artifacts == 3);
  CHECK(left.bytes == static_cast<double>(std::filesystem::file_size(homes.file)));
  const Unpacked arrived = there.unpack(homes.file);
  REQUIRE(arrived.runs.size() == 1);
  CHECK(arrived.runs[0].was == 1);
  CHECK(arrived.runs[0].is == 2);
  CHECK_FALSE(arrived.runs[0].known);
  CHECK(arrived.artifacts == 3);
  CHECK(told(there, 2) == told(here, 1));
  CHECK(there.record(2).settings.size() == whole_run().settings.size());
  CHECK(there.record(2).run.uuid == here.run(1).uuid);
  CHECK(there.record(2).run.origin == "run1 of spine.xprun");
  there.pack({2}, homes.root / "further.xprun");
  Store third(homes.root / "third", Store::Access::write);
  third.unpack(homes.root / "further.xprun");
  CHECK(third.run(1).origin == "run1 of spine.xprun");  // the first place stays
}

TEST_CASE("damaged records leave in no form") {
  Homes homes("damaged");
  const std::int64_t id = add_whole(homes.here);
  SQLite::Database(homes.root / "here/xp.db", SQLite::OPEN_READWRITE)
      .exec("DELETE FROM split_samples WHERE sample > 0");
  const std::string said = "a prediction is of sample 2 of 1";
  CHECK_THROWS_WITH(export_csv(homes.here, {id}, homes.root / "csv"), Contains(said));
  CHECK_THROWS_WITH(export_json(homes.here, {id}, homes.root / "json"), Contains(said));
  CHECK_THROWS_WITH(export_mlflow(homes.here, {id}, homes.root / "mlruns", homes.root / "mlruns"), Contains(said));
  CHECK_THROWS_WITH(export_tensorboard(homes.here, {id}, homes.root / "events"), Contains(said));
  CHECK_THROWS_WITH(homes.here.pack({id}, homes.file), Contains("a prediction of no image"));
}

TEST_CASE("no table is forgotten: whatever names a run travels with it") {
  Homes homes("tables");
  const std::int64_t before = add_whole(homes.here);
  add_parent(homes.here);
  NewRun again = whole_run();
  again.rerun_of = before;
  add_whole(homes.here, again);
  add_sweep(homes.here, before);
  const Counts had = counts(homes.root / "here");
  for (const auto& [table, count] : had) {
    INFO("of " << table << " this test has no row: add one");
    if (table != "replaced" && table != "migrations") CHECK(count > 0);
  }
  homes.here.pack(homes.here.ids(false, true), homes.file);
  homes.there.unpack(homes.file);
  CHECK(counts(homes.root / "there") == had);
  for (const std::int64_t id : homes.here.ids(false, true)) {
    INFO(run_name(id));
    CHECK(told(homes.there, id) == told(homes.here, id));
    CHECK(homes.there.run(id).parent == homes.here.run(id).parent);  // an empty home counts as the first did
    CHECK(homes.there.run(id).rerun_of == homes.here.run(id).rerun_of);
  }
  CHECK(homes.there.trials(1).at(1).run == before);
  CHECK(homes.there.sweep(1).status == Status::finished);
  CHECK(homes.there.runs_of_sweep(1).size() == 1);
}

TEST_CASE("what arrives again is known, and nothing doubles") {
  Homes homes("again");
  const std::int64_t first = add_whole(homes.here), second = add_whole(homes.here);
  add_parent(homes.here);
  homes.here.pack({first}, homes.file);
  homes.there.unpack(homes.file);
  homes.there.note(1, "a note of our own"), homes.there.tag(1, "mine");
  homes.here.pack({second, first, 3}, homes.file);
  const Unpacked merged = homes.there.unpack(homes.file);  // shares a split and all contents with what is there
  REQUIRE(merged.runs.size() == 5);
  CHECK(merged.runs[0].known);
  CHECK_FALSE(merged.runs[1].known);
  CHECK(merged.artifacts == 0);
  CHECK(homes.there.run(1).note == "a note of our own");
  const Counts all = counts(homes.root / "there");
  CHECK(all.at("splits") == 1);
  CHECK(all.at("source_texts") == 1);
  for (const Unpacked::Run& run : homes.there.unpack(homes.file).runs) CHECK(run.known);
  CHECK(counts(homes.root / "there") == all);
  CHECK(homes.here.unpack(homes.file).runs.at(4).is == 5);  // at home it is known too
  CHECK(counts(homes.root / "here").at("runs") == 5);
}

TEST_CASE("a sweep travels where all of its runs do, and finds itself again") {
  Homes homes("sweeps");
  const std::int64_t before = add_whole(homes.here);
  const std::int64_t sweep = add_sweep(homes.here, before);
  NewRun late = whole_run();
  late.sweep = sweep, late.place = 3;
  homes.here.add_trials(sweep, {{3, "{}", "id"}});
  add_whole(homes.here, late);
  homes.here.pack({2}, homes.file);  // one of its two runs
  homes.there.unpack(homes.file);
  CHECK(homes.there.sweeps().empty());
  CHECK(homes.there.run(1).sweep == 0);
  CHECK(homes.there.run(1).place == 0);
  homes.here.pack({2, 3}, homes.file);
  CHECK(homes.there.unpack(homes.file).runs.size() == 3);  // and the run that stands for the second trial
  for (int times = 0; times < 2; ++times) {
    CHECK(homes.there.sweeps().size() == 1);
    CHECK(homes.there.runs_of_sweep(1).size() == 2);
    CHECK(homes.there.run(1).sweep == 1);  // it was here before its sweep
    CHECK(homes.there.run(1).place == 1);
    homes.there.unpack(homes.file);
  }
}

TEST_CASE("a sweep of one's own takes nothing from a bundle, and one that arrives is found by no command") {
  Homes homes("own_sweep");
  const std::int64_t sweep = add_sweep(homes.here, add_whole(homes.here));
  homes.here.pack({1, 2}, homes.file);
  homes.tamper(
      "UPDATE runs SET uuid = replace(hex(zeroblob(16)), '0', 'a'), place = 3 WHERE id = 2; "
      "INSERT INTO trials (sweep, place, plan, identity) VALUES (1, 3, 'theirs', 'id'); "
      "UPDATE sweeps SET reason = 'theirs', ended = '2999'");
  CHECK(homes.here.unpack(homes.file).runs.at(1).is == 3);
  CHECK(homes.here.trials(sweep).size() == 2);
  CHECK(homes.here.runs_of_sweep(sweep).size() == 1);
  CHECK(homes.here.run(2).sweep == sweep);
  CHECK(homes.here.run(3).sweep == 0);
  CHECK(homes.here.run(3).place == 0);
  CHECK(homes.here.sweep(sweep).reason.empty());
  CHECK(homes.here.last_sweep("hash of the sweep")->id == sweep);

  homes.there.unpack(homes.file);
  CHECK(homes.there.trials(1).size() == 3);
  CHECK_FALSE(homes.there.last_sweep("hash of the sweep"));
  homes.there.pack({1, 2}, homes.file);  // further, and home again
  Store third(homes.root / "third", Store::Access::write);
  third.unpack(homes.file);
  CHECK_FALSE(third.last_sweep("hash of the sweep"));
  homes.here.unpack(homes.file);
  CHECK(homes.here.sweeps().size() == 1);
}

TEST_CASE("a run that went on elsewhere is not taken for the same") {
  Homes homes("parted");
  const std::int64_t id = homes.here.add(whole_run());
  homes.here.start(id, this_process());
  add_epoch(homes.here, id, 1, 0.5);
  homes.here.end(id, Status::killed, "stopped");
  homes.here.pack({id}, homes.file);
  homes.there.unpack(homes.file);
  homes.here.resume(id, this_process(), 1, 2);
  add_epoch(homes.here, id, 2, 0.25);
  homes.here.end(id, Status::finished, "");
  homes.here.pack({id}, homes.file);
  const Counts all = counts(homes.root / "there");
  const std::string said = refusal(homes.there, homes.file);
  CHECK_THAT(said, Contains("run1 of spine.xprun is run1 here") && Contains("metrics") && Contains("xp delete run1") &&
                       Contains("one of them went on since it was exported"));
  CHECK(counts(homes.root / "there") == all);
  homes.there.remove(1), homes.there.collect();
  CHECK(homes.there.unpack(homes.file).runs.at(0).is == 2);
}

TEST_CASE("what has not ended, is hidden, or is a part does not leave") {
  Homes homes("stays");
  const std::int64_t running = homes.here.add(whole_run());
  homes.here.start(running, this_process());
  CHECK_THROWS_WITH(homes.here.pack({running}, homes.file), "run1 is RUNNING");
  ProcessId gone = this_process();
  gone.pid = 4'000'000;
  homes.here.start(running, gone);
  add_epoch(homes.here, running, 1, 0.5);
  homes.here.pack({running}, homes.file);
  homes.there.unpack(homes.file);
  CHECK(homes.there.run(1).status == Status::killed);
  CHECK(homes.there.run(1).reason == "its process died");
  CHECK(homes.there.run(1).epochs == 1);
  CHECK(homes.there.unpack(homes.file).runs.at(0).known);
  CHECK(homes.here.unpack(homes.file).runs.at(0).known);
  add_parent(homes.here);
  CHECK_THROWS_WITH(homes.here.pack({3}, homes.file), "run3 is fold 1 of run2, and travels with it");
  homes.here.remove(running);
  CHECK_THROWS_WITH(homes.here.pack({running}, homes.file), "run1 is deleted");
}

TEST_CASE("an artifact that is missing or damaged does not leave, and leaves no file") {
  Homes homes("damaged");
  const std::int64_t id = add_whole(homes.here);
  const std::string weights = homes.here.artifact_path(homes.here.record(id).artifacts.back());
  write_file(weights, "another");
  CHECK_THROWS_WITH(homes.here.pack({id}, homes.file), Contains("weights.safetensors of run1 is damaged"));
  std::filesystem::remove(weights);
  CHECK_THROWS_WITH(homes.here.pack({id}, homes.file), Contains("weights.safetensors of run1 is missing"));
  for (const auto& entry : std::filesystem::directory_iterator(homes.root.path))
    CHECK(std::set<std::string>{"here", "there"}.count(entry.path().filename()) == 1);
}

TEST_CASE("a bundle heals an artifact that is damaged here, and ends no sweep that is running here") {
  Homes homes("heals");
  const std::int64_t sweep = add_sweep(homes.here, add_whole(homes.here));
  homes.here.pack(homes.here.ids(false, true), homes.file);
  homes.there.unpack(homes.file);
  const std::string weights = homes.there.artifact_path(homes.there.record(1).artifacts.back());
  const std::string whole = read_file(weights);
  write_file(weights, "another");
  homes.there.claim_sweep(1);
  CHECK(homes.here.sweep(sweep).status == Status::finished);
  CHECK(homes.there.unpack(homes.file).artifacts == 1);
  CHECK(read_file(weights) == whole);
  CHECK(homes.there.sweep(1).status == Status::running);
}
