// Files that nobody should take in.
#include "framework/store/bundle/sound.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/store/migrations.h"
#include "tests/store/bundle/travelling.h"
#include "tests/support/program.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("a byte that changed anywhere, or that is missing, is noticed before anything is written") {
  Homes homes("bytes");
  homes.here.pack({add_whole(homes.here)}, homes.file);
  const std::string whole = read_file(homes.file);
  for (std::size_t at = 0; at < whole.size(); at += at < 200 ? 7 : whole.size() / 40) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write(homes.file, changed);
    INFO("byte " << at);
    CHECK_THAT(refusal(homes.there, homes.file), Contains("nothing was imported") || Contains("holds no runs"));
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{60}, whole.size() / 2, whole.size() - 1}) {
    write(homes.file, whole.substr(0, size));
    CHECK_THAT(refusal(homes.there, homes.file), Contains("nothing was imported") || Contains("holds no runs"));
  }
  write(homes.file, whole + "x");
  CHECK_THAT(refusal(homes.there, homes.file), Contains("nothing was imported"));
  CHECK(homes.untouched());
  write(homes.file, whole);
  CHECK(refusal(homes.there, homes.file) == "accepted");
}

TEST_CASE("a bundle that somebody made up is refused, and nothing of it stays") {
  Homes homes("made_up");
  const std::int64_t id = add_whole(homes.here);
  homes.here.pack({id}, homes.file);
  const std::string whole = read_file(homes.file);
  const std::vector<std::pair<std::string, std::string>> made{
      {"CREATE TRIGGER t AFTER INSERT ON tags BEGIN SELECT 1; END", "none that xp export wrote"},
      {"CREATE VIEW v AS SELECT 1", "none that xp export wrote"},
      {"CREATE TABLE more (run INTEGER)", "none that xp export wrote"},
      {"ALTER TABLE tags ADD COLUMN more TEXT", "none that xp export wrote"},
      {"ALTER TABLE contents ADD COLUMN more TEXT", "none that xp export wrote"},
      {"DROP TABLE bundle", "none that xp export wrote"},
      {"UPDATE migrations SET name = 'of 2031' WHERE place = 3", "newer version of xp (it knows \"of 2031\")"},
      {"INSERT INTO migrations VALUES (99, 'of 2031', '')", "newer version of xp (it knows \"of 2031\")"},
      {"UPDATE contents SET bytes = x'00'", "is not what its SHA-256 says"},
      {"DELETE FROM contents", "is not what its SHA-256 says"},
      {"UPDATE source_texts SET text = 'int main() { return 1; }'", "a source that is not what its SHA-256 says"},
      {"UPDATE artifacts SET name = '../../bashrc' WHERE name = 'empty'", "an artifact whose name leads elsewhere"},
      {"UPDATE artifacts SET name = '/etc/x' WHERE name = 'empty'", "an artifact whose name leads elsewhere"},
      {"UPDATE artifacts SET sha256 = '../../../x' WHERE name = 'empty'", "an artifact without a SHA-256"},
      {"UPDATE sources SET path = '/a/../../e.cpp'", "a source whose path leads elsewhere"},
      {"UPDATE runs SET status = 'RUNNING'", "a run that has not ended"},
      {"UPDATE runs SET uuid = 'x'", "a run whose name in all stores is none"},
      {"UPDATE runs SET parent = id", "a part or a rerun of a later one"},
      {"UPDATE runs SET test_images = 2000000000", "counts wrongly"},
      {"UPDATE runs SET epochs = 'many'", "a epochs in runs that is none"},
      {"UPDATE runs SET split = 77", "rows that name what is not there"},
      {"UPDATE predictions SET sample = 5 WHERE sample = 1", "a prediction of no image, class or part"},
      {"UPDATE predictions SET label = 5", "a prediction of no image, class or part"},
      {"UPDATE predictions SET probabilities = x'00'", "more or fewer probabilities than classes"},
      {"UPDATE split_samples SET sample = 9 WHERE sample = 0", "images with a gap"},
      {"DELETE FROM split_classes WHERE label = 0", "classes with a gap"},
      {"UPDATE finding_samples SET finding = 4", "samples of no finding"},
      {"UPDATE batch_hashes SET hashes = x'00'", "hashes cut short"},
      {"UPDATE stretches SET count = count + 1", "steps cut short"},
      {"UPDATE stretches SET first = first - 1", "steps that are not where it says"},
      {"UPDATE stretches SET last = last + 1", "steps that are not where it says"},
      {"UPDATE stretches SET first = 1 << 62, stride = 1 << 62, steps = NULL", "steps that are not where it says"},
      {"INSERT INTO sweeps (experiment, hash, search, status, created, boot, host) VALUES ('e', 'h', '{}', 'RUNNING', "
       "'', 'x', 'elsewhere')",
       "a sweep that has not ended"},
      {"INSERT INTO sweeps (id, experiment, hash, search, status, created) VALUES (9, 'e', 'h', '{}', 'KILLED', ''); "
       "INSERT INTO trials (sweep, place, plan, identity) VALUES (9, 0, '{}', 'i')",
       "a trial in no place of its sweep"},
      {"INSERT INTO sweeps (id, experiment, hash, search, status, created) VALUES (9, 'e', 'h', '{}', 'KILLED', '')",
       "a sweep without trials"},
      {"INSERT INTO sweeps (id, experiment, hash, search, status, created) VALUES (9, 'e', 'h', '{}', 'KILLED', ''); "
       "INSERT INTO trials (sweep, place, plan, identity) VALUES (9, 1, '{}', 'i'); "
       "UPDATE runs SET sweep = 9, place = 7",
       "a run of no trial of its sweep"},
      {"DROP INDEX runs_by_trial; CREATE UNIQUE INDEX runs_by_trial ON runs (abs(place))",
       "none that xp export wrote"}};
  for (const auto& [sql, said] : made) {
    write(homes.file, whole);
    homes.tamper(sql);
    INFO(sql);
    CHECK_THAT(refusal(homes.there, homes.file), Contains(said));
  }
  write(homes.file, "no database, but long enough for one line of eighty characters, which a seal has, and more");
  CHECK_THAT(refusal(homes.there, homes.file), Contains("holds no runs as xp export writes them"));
  std::filesystem::copy_file(homes.root / "here/xp.db", homes.root / "home.xprun");
  CHECK_THAT(refusal(homes.there, homes.root / "home.xprun"), Contains("its last line is not a bundle's"));
  CHECK_THAT(refusal(homes.there, homes.root / "none.xprun"), Contains("there is no file"));
  CHECK(homes.untouched());
  for (const auto& entry : std::filesystem::directory_iterator(homes.root.path / "there"))
    CHECK(entry.path().string().find(".tmp") == std::string::npos);
}

TEST_CASE("the same division under the same hash must divide the same images") {
  Homes homes("division");
  homes.here.pack({add_whole(homes.here)}, homes.file);
  homes.tamper("UPDATE split_samples SET name = 'other.jpg' WHERE sample = 0");
  add_whole(homes.there);
  CHECK_THAT(refusal(homes.there, homes.file), Contains("divides images otherwise"));
  CHECK(counts(homes.root / "there").at("runs") == 1);
}

TEST_CASE("a bundle of an older xp is brought up to this one, and stays as it was") {
  Homes homes("older");
  {
    SQLite::Database old(homes.root / "open", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec("CREATE TABLE migrations (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied TEXT NOT NULL)");
    for (int i = 0; i < 6; ++i) {
      old.exec(migrations()[static_cast<std::size_t>(i)].sql);
      SQLite::Statement done(old, "INSERT INTO migrations VALUES (?, ?, '')");
      done.bind(1, i), done.bind(2, migrations()[static_cast<std::size_t>(i)].name), done.exec();
    }
    old.exec(
        "CREATE TABLE bundle (format INTEGER NOT NULL, xp TEXT NOT NULL, packed TEXT NOT NULL);"
        "CREATE TABLE contents (sha256 TEXT NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY "
        "(sha256, "
        "place));"
        "INSERT INTO runs (id, experiment, title, status, plan, identity, fingerprint, epochs, epochs_planned, "
        "created) "
        "VALUES (7, 'spine', '?', 'FINISHED', '{}', 'id', 'data', 2, 2, '2026-11-20T09:24:00.123Z');"
        "INSERT INTO metric_names VALUES (5, 'train/objective');"
        "INSERT INTO metrics VALUES (7, 5, 1, NULL), (7, 5, 2, 0.5);"
        "INSERT INTO steps VALUES (7, 5, 1, 0.7), (7, 5, 2, NULL);");
  }
  seal(homes.root / "open", homes.file);
  const std::string whole = read_file(homes.file);
  const Unpacked arrived = homes.there.unpack(homes.file);
  CHECK(read_file(homes.file) == whole);
  REQUIRE(arrived.runs.size() == 1);
  CHECK(arrived.runs[0].was == 7);
  CHECK(homes.there.run(1).origin == "run7 of spine.xprun");
  CHECK(homes.there.run(1).uuid.size() == 32);
  CHECK(homes.there.series(1, "train/objective").at(1).value == 0.5);
  CHECK(std::isnan(homes.there.steps(1).at("train/objective").at(1).value));
}
