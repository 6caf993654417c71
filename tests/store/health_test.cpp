// What a doctor sees in a home, with the damage done by hand.
#include "framework/store/health.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

#include "framework/base/file.h"
#include "framework/store/home.h"
#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

namespace {

struct Home : TemporaryFolder {
  Home() : TemporaryFolder("health") {
    Store store(path, Store::Access::write);
    for (int i = 1; i <= 3; ++i) add_finished(store, i);
    store.artifact(1, "weights.safetensors", "of the first");
    store.artifact(2, "weights.safetensors", "of the second");
    store.artifact(3, "weights.safetensors", "of the second");
  }
  std::vector<Ailment> examine(bool mend = false) const { return Store(path, Store::Access::write).examine(mend); }
  void sql(const std::string& text) const {
    SQLite::Database db(path / "xp.db", SQLite::OPEN_READWRITE);
    db.exec(text);  // foreign keys are off, as in the sqlite3 program
  }
  std::string text(const std::string& sql) const {
    SQLite::Database db(path / "xp.db", SQLite::OPEN_READONLY);
    return db.execAndGet(sql).getString();
  }
  fs::path artifact(std::int64_t run) const {
    const Store store(path, Store::Access::read);
    return store.artifact_path(store.record(run).artifacts.at(0));
  }
};

void write(const fs::path& file, const std::string& text, int hours_ago = 0) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hours_ago));
}

ProcessId gone() {
  ProcessId out = this_process();
  out.start -= 1;
  return out;
}

}  // namespace

TEST_CASE("a home that is well has no ailment, and mending leaves it as it is") {
  const Home home;
  CHECK(home.examine().empty());
  CHECK(home.examine(true).empty());
  CHECK(damage(home.path).empty());
}

TEST_CASE("of damaged records it is told what can be saved, and nothing is written to them") {
  const Home home;
  const int page = std::stoi(home.text("SELECT rootpage FROM sqlite_schema WHERE name = 'metrics'"));
  {
    std::fstream file(home / "xp.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096L * (page - 1));
    file << std::string(4096, '\xab');
  }
  const std::string before = read_file(home / "xp.db");
  const std::vector<Ailment> found = damage(home.path);
  REQUIRE(found.size() == 2);
  CHECK_THAT(found[0].what, Contains("xp.db is damaged"));
  CHECK_THAT(found[0].advice, Contains(".dump") && Contains("restore a backup") && Contains("/artifacts NEW/"));
  CHECK_THAT(found[1].what, Contains("in part: metrics (0 rows before the damage)") && Contains("settings"));
  const std::vector<Ailment> mended = home.examine(true);
  CHECK(mended.size() == 2);
  CHECK_FALSE(mended[0].mended);
  CHECK(read_file(home / "xp.db") == before);
  fs::remove_all(home.path / "artifacts");
  CHECK_THAT(damage(home.path)[0].advice, Contains(".dump") && !Contains("cp -r"));
}

TEST_CASE("artifacts that are missing, shortened or changed are named with their runs, and stay as they are") {
  const Home home;
  const fs::path first = home.artifact(1), second = home.artifact(2);
  write(first, "of the fir");
  fs::remove(second);
  std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 2);
  for (const Ailment& a : found) CHECK_FALSE(a.mended);
  const std::string all = found[0].what + found[1].what;
  CHECK_THAT(all, Contains("weights.safetensors of run1 has 10 bytes in place of 12"));
  CHECK_THAT(all, Contains("weights.safetensors of run2, weights.safetensors of run3 is missing"));
  CHECK(read_file(first) == "of the fir");
  write(first, "of the worst");
  write(second, "of the second");
  found = home.examine(true);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, Contains("another content than its hash says"));
}

TEST_CASE("rows that belong to nothing are removed by --mend, and no others") {
  const Home home;
  home.sql("DELETE FROM runs WHERE id = 2; UPDATE runs SET rerun_of = 99 WHERE id = 3");
  const std::vector<Ailment> seen = home.examine();
  CHECK(seen.size() > 3);
  for (const Ailment& a : seen) CHECK_FALSE(a.mended);
  CHECK(home.text("SELECT count(*) > 0 FROM metrics WHERE run = 2") == "1");
  for (const Ailment& a : home.examine(true)) CHECK(a.mended);
  CHECK(home.examine().empty());
  CHECK(home.text("SELECT count(*) FROM metrics WHERE run = 2") == "0");
  CHECK(home.text("SELECT count(*) > 0 FROM metrics WHERE run = 1") == "1");
  CHECK(home.text("SELECT rerun_of IS NULL FROM runs WHERE id = 3") == "1");
}

TEST_CASE("a run that names a division that is not there is told, not guessed") {
  const Home home;
  home.sql("UPDATE runs SET split = 99 WHERE id = 3");
  const std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, Contains("1 row of runs names splits that is not there"));
  CHECK_FALSE(found[0].mended);
  CHECK(home.text("SELECT split FROM runs WHERE id = 3") == "99");
}

TEST_CASE("runs and sweeps whose process died become KILLED, without a time that nobody knows") {
  const Home home;
  std::int64_t run = 0;
  {
    Store store(home.path, Store::Access::write);
    run = add_running(store, 4);
    store.start(run, gone());
    store.add_sweep({"grid", "?", "", "hash", "{}"});
    add_running(store, 5);  // of this process
  }
  home.sql("UPDATE sweeps SET process_start = process_start - 1");
  const std::vector<Ailment> seen = home.examine();
  REQUIRE(seen.size() == 2);
  CHECK_THAT(seen[0].what, Contains("run4 is recorded as RUNNING, and its process is gone"));
  CHECK(home.text("SELECT status FROM runs WHERE id = 4") == "RUNNING");
  for (const Ailment& a : home.examine(true)) CHECK(a.mended);
  CHECK(home.examine().empty());
  CHECK(home.text("SELECT status || ended || epochs FROM runs WHERE id = 4") == "KILLED3");
  CHECK(home.text("SELECT status FROM runs WHERE id = 5") == "RUNNING");
  CHECK(home.text("SELECT status || ended FROM sweeps") == "KILLED");
  CHECK_THAT(Store(home.path, Store::Access::read).run(run).reason, Contains("its process died"));
}

TEST_CASE("what writing left behind is removed after an hour; artifacts without a name are told, after a minute") {
  const Home home;
  const std::string half = "artifacts/ab/ab" + std::string(62, 'c');
  write(home / (half + ".tmp123"), "half", 2);
  write(home / (half + ".tmp123-7"), "half", 2);
  write(home.path / "import.tmpAb3dE9/bundle", "a copy", 2);
  fs::last_write_time(home.path / "import.tmpAb3dE9", fs::file_time_type::clock::now() - std::chrono::hours(2));
  write(home / (half + ".tmp124"), "being written");
  const std::string nobodys(64, 'a');
  write(home.path / "artifacts/aa" / nobodys, "whole");
  fs::last_write_time(home.path / "artifacts/aa" / nobodys, fs::file_time_type::clock::now() - std::chrono::minutes(2));
  const std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 2);
  CHECK_THAT(found[0].what, Contains("3 files never finished") && Contains("import.tmpAb3dE9") && Contains(".tmp123"));
  CHECK(found[0].mended);
  CHECK_THAT(found[1].what + found[1].advice, Contains("1 artifact that no run names") && Contains("xp gc"));
  CHECK_FALSE(fs::exists(home / (half + ".tmp123")));
  CHECK_FALSE(fs::exists(home / (half + ".tmp123-7")));
  CHECK_FALSE(fs::exists(home.path / "import.tmpAb3dE9"));
  CHECK(fs::exists(home / (half + ".tmp124")));
  CHECK(fs::exists(home.path / "artifacts/aa" / nobodys));
}

TEST_CASE("files that xp did not make stay, whatever they are called") {
  const Home home;
  const std::vector<std::string> own{"config.tmpl",
                                     "notes.tmp12",
                                     "theirs/import.tmpAb3dE9/x",
                                     "artifacts/junk",
                                     "artifacts/ab/abcd.tmp1",
                                     "checkpoints/run1/mine.tmp7"};
  for (const std::string& file : own) write(home / file, "keep", 2);
  const std::vector<Ailment> found = home.examine(true);
  std::string all;
  for (const Ailment& a : found) all += a.what;
  CHECK_THAT(all, Contains("2 files among the artifacts not made by xp") && Contains("junk") && !Contains("config"));
  Store(home.path, Store::Access::write).collect();
  for (const std::string& file : own) CHECK(fs::exists(home / file));
}

TEST_CASE("artifacts whose records are missing or empty are refused by all, and never removed") {
  const Home home;
  const fs::path weights = home.artifact(1);
  for (const bool empty : {true, false}) {
    for (const char* file : {"xp.db", "xp.db-wal", "xp.db-shm"}) fs::remove(home / file);
    if (empty) write(home / "xp.db", "");
    const std::string state = empty ? "xp.db, are empty" : "xp.db, are missing";
    REQUIRE(damage(home.path).size() == 1);
    CHECK_THAT(damage(home.path)[0].what, Contains("holds 2 artifacts") && Contains(state));
    for (const auto access : {Store::Access::read, Store::Access::write})
      CHECK_THROWS_WITH(Store(home.path, access), Contains(state));
  }
  const TemporaryFolder anew("anew");
  Store fresh(anew.path, Store::Access::write);  // as an xp.db that was made anew beside artifacts
  fs::copy(home.path / "artifacts", anew.path / "artifacts", fs::copy_options::recursive);
  CHECK_THROWS_WITH(fresh.collect(), Contains("no run was ever recorded"));
  for (const auto& file : fs::recursive_directory_iterator(anew.path / "artifacts"))
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(2));
  const std::vector<Ailment> found = fresh.examine(true);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].advice, Contains("xp gc removes none") && Contains("xp.db back from a backup"));
  CHECK(fs::exists(weights));
}

TEST_CASE("an artifact that is stored again heals a file that was damaged") {
  const Home home;
  const fs::path file = home.artifact(1);
  write(file, "of the worst");
  Store store(home.path, Store::Access::write);
  store.artifact(2, "again", "of the first");
  CHECK(read_file(file) == "of the first");
  CHECK(store.examine(false).empty());
}

TEST_CASE("a checkpoint that nothing goes on from is removed, and the reserve is taken again") {
  const Home home;
  write(home.path / "checkpoints/run1/last.safetensors", "state");
  write(home.path / "checkpoints/run2/epoch_002.safetensors", "kept on purpose");
  write(home.path / "checkpoints/run77/last.safetensors", "of nobody");
  const std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 3);
  CHECK_THAT(found[0].what, Contains("1 checkpoint of runs that FINISHED"));
  CHECK_THAT(found[1].what, Contains("1 folder of checkpoints that belongs to no run"));
  CHECK_THAT(found[2].what, Contains("last words"));
  CHECK_FALSE(fs::exists(home.path / "checkpoints/run1"));
  CHECK(fs::exists(home.path / "checkpoints/run2/epoch_002.safetensors"));
  CHECK(fs::exists(home.path / "checkpoints/run77/last.safetensors"));
  CHECK(fs::file_size(home.path / "reserve") == reserve_bytes);
}

TEST_CASE("a run that FINISHED and whose epochs have no metrics, as after a rescue, is named") {
  const Home home;
  home.sql("DELETE FROM metrics WHERE run = 2; DELETE FROM metrics WHERE run = 3 AND epoch = 2");
  home.sql("UPDATE runs SET status = 'FAILED' WHERE id = 1; DELETE FROM metrics WHERE run = 1");
  const std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, Contains("run2, run3 FINISHED") && Contains("no metrics"));
  CHECK_THAT(found[0].advice, Contains("backup") && Contains("xp rerun run2"));
  CHECK_FALSE(found[0].mended);
  home.sql("UPDATE runs SET plan = '' WHERE id = 2");  // another program's, which need not measure each epoch
  CHECK_THAT(home.examine().at(0).what, StartsWith("run3 FINISHED"));
}

TEST_CASE("a run of this home that lost predictions is named; one that came without any is not") {
  const Home home;
  home.sql("DELETE FROM predictions WHERE run > 1; UPDATE runs SET origin = 'run7 of another home' WHERE id = 3");
  const std::vector<Ailment> found = home.examine(true);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, StartsWith("run2 FINISHED, and of some images") && Contains("no predictions"));
  CHECK_FALSE(found[0].mended);
}

TEST_CASE("of rows that name what is lost it is said whose they are") {
  const Home home;
  home.sql("INSERT INTO sources VALUES (3, 0, 'net.h', 'ab')");
  const std::vector<Ailment> found = home.examine();
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].what, Contains("1 row of sources names source_texts that is not there: of run3"));
}

TEST_CASE("records that were saved through sqlite3's .dump are put into WAL mode again") {
  const Home home;
  home.sql("PRAGMA journal_mode = DELETE");
  CHECK_THAT(home.examine().at(0).what, Contains("not in WAL mode"));
  CHECK(home.examine(true).at(0).mended);
  CHECK(home.text("PRAGMA journal_mode") == "wal");
}
