// Many processes write into one home at once, while somebody lists; and all of them are killed at random moments. Small
// here; tools/check/store.sh does it at full size: XP_WRITERS=8 XP_EPOCHS=2000, XP_KILLS=200.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/process.h"
#include "framework/store/store.h"
#include "tests/support/plans.h"

namespace {
using namespace xp;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

int number(const char* variable, int otherwise) {
  const char* said = std::getenv(variable);
  return said ? std::atoi(said) : otherwise;
}

double value_of(std::int64_t run, int epoch, int metric) {
  return static_cast<double>(run) * 1e6 + epoch + metric / 8.0;
}

/// One process: a run of so many epochs with six values each. What has been committed is told line by line in `told`,
/// "epoch RUN EPOCH SECONDS" or "artifact RUN SHA256", each by one write.
void write_runs(const std::string& home, const std::string& told, int epochs, bool artifacts) {
  std::ofstream out(told, std::ios::app);
  try {
    Store store(home, Store::Access::write);
    NewRun r;
    r.experiment = "writers", r.plan = "{}", r.identity = "i", r.fingerprint = "f", r.epochs_planned = epochs;
    const std::int64_t run = store.add(r);
    store.start(run, this_process());
    for (int epoch = 1; epoch <= epochs; ++epoch) {
      Metrics values;
      for (int m = 0; m < 6; ++m) values["metric/" + std::to_string(m)] = value_of(run, epoch, m);
      const auto begin = Clock::now();
      store.epoch(run, epoch, values, {}, {});
      const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
      out << "epoch " << run << ' ' << epoch << ' ' << seconds << std::endl;
      if (artifacts && epoch % 10 == 0) {
        const std::string content(300'000, static_cast<char>('a' + (run + epoch) % 26));
        store.artifact(run, "model " + std::to_string(epoch), content + std::to_string(run * 1000 + epoch));
        out << "artifact " << run << ' ' << sha256(content + std::to_string(run * 1000 + epoch)) << std::endl;
      }
    }
    store.end(run, Status::finished, "");
    out << "end " << run << " 0" << std::endl;
  } catch (const std::exception& e) {
    out << "error " << e.what() << std::endl;
  }
}

struct Writers {
  const test::TemporaryFolder folder{"writers"};
  const std::string home = folder / "home";
  std::vector<pid_t> processes;

  std::string told(int writer) const { return folder / ("told " + std::to_string(writer)); }
  void begin(int writers, int epochs, bool artifacts) {
    processes.clear();
    for (int w = 0; w < writers; ++w) {
      const pid_t child = ::fork();
      if (child == 0) {
        write_runs(home, told(w), epochs, artifacts);
        ::_exit(0);
      }
      processes.push_back(child);
    }
  }
  bool living() {
    std::erase_if(processes, [](pid_t p) { return ::waitpid(p, nullptr, WNOHANG) == p; });
    return !processes.empty();
  }
  void kill() {
    for (const pid_t p : processes) ::kill(p, SIGKILL);
    for (const pid_t p : processes) ::waitpid(p, nullptr, 0);
    processes.clear();
  }
};

struct Told {
  std::map<std::int64_t, int> epochs;  // by run: the last that was committed
  std::vector<std::pair<std::int64_t, std::string>> artifacts;
  std::vector<double> seconds;
  std::vector<std::string> errors;
};

Told told_by(const Writers& w, int writers) {
  Told out;
  for (int i = 0; i < writers; ++i) {
    std::ifstream in(w.told(i));
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string what, rest;
      std::int64_t run = 0;
      words >> what;
      if (what == "error") {
        out.errors.push_back(line);
      } else if (what == "epoch") {
        int epoch = 0;
        double seconds = 0;
        if (words >> run >> epoch >> seconds)
          out.epochs[run] = std::max(out.epochs[run], epoch), out.seconds.push_back(seconds);
      } else if (what == "artifact" && words >> run >> rest && rest.size() == 64) {
        out.artifacts.emplace_back(run, rest);
      }
    }
  }
  return out;
}

/// Everything that was told is there, nothing is there in part, and the database is sound.
void expect_kept(const Writers& w, const Told& told) {
  const Store store(w.home, Store::Access::read);
  std::int64_t wrong = 0;
  for (const auto& [run, last] : told.epochs) {
    const Record r = store.record(run);
    REQUIRE(r.metrics.size() == 6);
    for (int m = 0; m < 6; ++m) {
      const Series& series = r.metrics.at("metric/" + std::to_string(m));
      CHECK(series.size() == r.metrics.at("metric/0").size());
      CHECK(static_cast<int>(series.size()) >= last);
      CHECK(r.run.epochs == static_cast<int>(series.size()));
      for (std::size_t i = 0; i < series.size(); ++i)
        wrong +=
            series[i].at != static_cast<int>(i) + 1 || series[i].value != value_of(run, static_cast<int>(i) + 1, m);
    }
  }
  CHECK(wrong == 0);
  for (const auto& [run, hash] : told.artifacts) CHECK(sha256(read_file(store.artifact_path({"", hash, 0}))) == hash);
  for (const std::int64_t id : store.ids(false, true))
    for (const Artifact& a : store.record(id).artifacts) CHECK(sha256(read_file(store.artifact_path(a))) == a.sha256);
  fs::create_directories(w.home + "/artifacts");
  for (const auto& file : fs::recursive_directory_iterator(w.home + "/artifacts"))  // half of one has another name
    if (file.is_regular_file() && file.path().filename().string().size() == 64)
      CHECK(sha256(read_file(file.path())) == file.path().filename());
  SQLite::Database db(w.home + "/xp.db", SQLite::OPEN_READWRITE);
  CHECK(db.execAndGet("PRAGMA integrity_check").getString() == "ok");
  CHECK(SQLite::Statement(db, "PRAGMA foreign_key_check").executeStep() == false);
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

}  // namespace

TEST_CASE("many processes write into one home at once while somebody lists, and nothing is lost or refused") {
  const int writers = number("XP_WRITERS", 4), epochs = number("XP_EPOCHS", 200);
  Writers w;
  { const Store made(w.home, Store::Access::write); }
  const auto begin = Clock::now();
  w.begin(writers, epochs, false);
  const Store reader(w.home, Store::Access::read);
  std::int64_t lists = 0;
  double slowest = 0;
  while (w.living()) {
    const auto asked = Clock::now();
    const std::vector<RunRow> rows = reader.runs();
    if (!rows.empty()) reader.at_last("metric/0", {rows.front().id, rows.back().id});
    slowest = std::max(slowest, std::chrono::duration<double>(Clock::now() - asked).count());
    ++lists;
  }
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  const Told told = told_by(w, writers);
  CHECK(told.errors == std::vector<std::string>());
  CHECK(told.seconds.size() == static_cast<std::size_t>(writers * epochs));
  expect_kept(w, told);
  for (const RunRow& run : reader.runs()) CHECK((run.status == Status::finished && run.epochs == epochs));
  if (std::getenv("XP_EPOCHS"))
    std::cout << writers << " processes x " << epochs << " epochs x 6 values in " << took << " s; a commit took "
              << 1000 * quantile(told.seconds, 0.5) << " ms (median), " << 1000 * quantile(told.seconds, 0.99)
              << " ms (p99), " << 1000 * quantile(told.seconds, 1) << " ms (slowest); " << lists
              << " lists meanwhile, the slowest " << 1000 * slowest << " ms\n";
}

TEST_CASE(
    "writers that are killed at any moment leave a sound database, every epoch that was committed, and no half "
    "artifact") {
  const int kills = number("XP_KILLS", 8), writers = number("XP_WRITERS", 4);
  std::mt19937 random(static_cast<unsigned>(number("XP_SEED", 1)));
  Writers w;
  std::int64_t committed = 0;
  for (int k = 0; k < kills; ++k) {
    w.begin(writers, 1'000'000, true);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<>(5'000, 250'000)(random)));
    w.kill();
    const Told told = told_by(w, writers);
    INFO("after kill " << k + 1);
    CHECK(told.errors == std::vector<std::string>());
    if (!fs::exists(w.home + "/xp.db")) continue;
    expect_kept(w, told);
    for (const auto& [run, last] : told.epochs) committed += last;
    for (const RunRow& run : Store(w.home, Store::Access::read).runs()) CHECK(run.status == Status::killed);
    for (int i = 0; i < writers; ++i) fs::remove(w.told(i));
    if (k % 10 == 9) fs::remove_all(w.home);  // a first opening, too, is a moment
  }
  CHECK(committed > 0);
  if (std::getenv("XP_KILLS"))
    std::cout << kills << " times " << writers << " writers killed: " << committed
              << " committed epochs, all there; database sound each time\n";
}
