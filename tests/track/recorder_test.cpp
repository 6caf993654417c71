#include "framework/track/recorder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <pthread.h>

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;
namespace track = xp::track;

struct Home : TemporaryFolder {
  Home() : TemporaryFolder("track_recorder") {}
  track::Options options(double flush_seconds = 1) const {
    track::Options out;
    out.home = path.string(), out.flush_seconds = flush_seconds;
    return out;
  }
  xp::Record record() const { return xp::Store(path.string(), xp::Store::Access::read).record(1); }
  void sql(const std::string& statements) const {
    SQLite::Database((path / "xp.db").string(), SQLite::OPEN_READWRITE, 5000).exec(statements);
  }
  /// Metrics can be written from now on, and not committed.
  void refuse_commits() const {
    sql("CREATE TABLE parents (id INTEGER PRIMARY KEY);"
        "CREATE TABLE orphans (parent REFERENCES parents DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TRIGGER refusing AFTER INSERT ON metrics BEGIN INSERT INTO orphans VALUES (7); END");
  }
  void accept_commits() const { sql("DROP TRIGGER refusing; DROP TABLE orphans; DROP TABLE parents"); }
};

/// While it lives no thread can start.
class NoThreads {
 public:
  NoThreads() {
    ::pthread_getattr_default_np(&before_);
    pthread_attr_t huge;
    ::pthread_attr_init(&huge);
    ::pthread_attr_setstacksize(&huge, std::size_t{1} << 50);
    ::pthread_setattr_default_np(&huge);
    ::pthread_attr_destroy(&huge);
  }
  ~NoThreads() { ::pthread_setattr_default_np(&before_), ::pthread_attr_destroy(&before_); }

 private:
  pthread_attr_t before_;
};

bool known(const track::Run& run) {
  for (int i = 0; i < 1000 && !run.stop_requested(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return run.stop_requested();
}
}  // namespace

TEST_CASE("no epoch counts as recorded whose transaction failed") {
  const Home home;
  track::Run run("epochs", home.options(0.01));
  run.epoch(1, {{"val/loss", 1}});
  home.refuse_commits();
  CHECK_THROWS_AS(run.epoch(2, {{"val/loss", 1}}), track::Error);
  home.accept_commits();
  xp::Store(home.path.string(), xp::Store::Access::write).request_stop(1);
  REQUIRE(known(run));
  run.finish();
  CHECK(home.record().run.reason == "xp stop, after epoch 1");
}

TEST_CASE("predictions whose transaction failed are not remembered") {
  const Home home;
  track::Run run("predictions", home.options());
  const std::vector<track::Prediction> said = {{"a", 0, {1, 0}}, {"b", 1, {0, 1}}};
  home.refuse_commits();
  CHECK_THROWS_AS(run.predictions(track::Part::test, {"x", "y"}, said), track::Error);
  home.accept_commits();
  run.predictions(track::Part::validation, {"other", "classes"}, said);
  run.finish();
  CHECK(home.record().samples.size() == 2);
  CHECK(home.record().test.empty());
}

TEST_CASE("a run whose chosen epoch was never told says so once it has ended") {
  const Home home;
  track::Run run("chosen", home.options());
  run.epoch(1, {{"val/loss", 1}});
  run.chosen(9);
  run.finish();
  REQUIRE(home.record().remarks.size() == 1);
  CHECK(home.record().remarks[0] == "The chosen epoch 9 was never told.");
}

TEST_CASE("an epoch may be chosen before it is told") {
  const Home home;
  track::Run run("chosen", home.options());
  run.chosen(1);
  run.epoch(1, {{"val/loss", 1}});
  run.finish();
  CHECK(home.record().remarks.empty());
}

TEST_CASE("the records that a run is written to are no artifact of it, by whatever name") {
  const Home home;
  track::Run run("files", home.options());
  fs::create_symlink("xp.db", home.path / "weights.bin");
  for (const char* name : {"xp.db", "xp.db-wal", "xp.db-shm", "weights.bin"})
    CHECK_THROWS_WITH(run.artifact(home.path / name), Contains("is of the records"));
  run.finish();
  for (const xp::Artifact& artifact : home.record().artifacts) CHECK(artifact.name == "uncommitted.diff");
}

TEST_CASE("a run that gets no thread is FAILED and says so") {
  const Home home;
  {
    const NoThreads none;
    CHECK_THROWS_WITH(track::Run("threads", home.options()), Contains("no thread could be started"));
  }
  CHECK(home.record().run.status == xp::Status::failed);
  CHECK_THAT(home.record().run.reason, Contains("no thread could be started"));
}
