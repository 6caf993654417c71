// How tracked runs end that nobody ends: by kill -9, in a child of their process, on a full disk.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "framework/store/store.h"
#include "framework/track/track.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;
namespace track = xp::track;

track::Options in(const fs::path& home, double flush_seconds) {
  track::Options out;
  out.home = home.string(), out.flush_seconds = flush_seconds;
  return out;
}

void pause(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

/// Logs a step a millisecond and tells it to `out`, with an epoch every 100 steps, until it is killed.
[[noreturn]] void train_forever(const fs::path& home, int out) {
  track::Run run("forever", in(home, 0.05));
  for (std::int64_t step = 1;; ++step) {
    run.log("train/loss", 1.0 / static_cast<double>(step), step);
    if (step % 100 == 0) run.epoch(static_cast<int>(step / 100), {{"val/loss", 0.5}});
    if (::write(out, &step, sizeof step) != sizeof step) ::_exit(1);
    pause(0.001);
  }
}

bool refuses(const std::function<void()>& deed) try {
  deed();
  return false;
} catch (const track::Error& e) {
  const std::string said = e.what();
  return said.find("a child that it forked") != std::string::npos && said.find("fork before") != std::string::npos;
}

bool may_mount() try {
  return xp::run_program({"unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"}).code == 0;
} catch (const xp::Error&) {
  return false;
}

/// The test case of this name in a mount namespace where $XP_SMALL_DISK is a disk of 8 MiB.
xp::Finished on_small_disk(const std::string& test, const fs::path& folder) {
  return xp::run_program({"unshare", "-rm", "sh", "-c",
                          "mount -t tmpfs -o size=8m tmpfs '" + folder.string() + "' && XP_SMALL_DISK='" +
                              folder.string() + "' '" + fs::read_symlink("/proc/self/exe").string() + "' '" + test +
                              "' 2>&1"});
}

/// Takes all room there is.
void fill(const fs::path& ballast) {
  for (const std::size_t block : {65536, 4096, 1}) {
    std::ofstream out(ballast, std::ios::binary | std::ios::app);
    while (out.write(std::string(block, 'x').data(), static_cast<std::streamsize>(block)) && out.flush()) {
    }
  }
}

void log_noise(track::Run& run, int values) {
  std::mt19937_64 random(1);
  for (int i = 1; i <= values; ++i) run.log("noise", static_cast<double>(random()), i);
}
}  // namespace

TEST_CASE("after kill -9 a tracked run is KILLED, with every epoch that returned and all but the last moments' steps") {
  const TemporaryFolder home("track_killed");
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) train_forever(home.path, ends[1]);
  ::close(ends[1]);
  std::int64_t step = 0;
  while (step < 450 && ::read(ends[0], &step, sizeof step) == sizeof step) {
  }
  pause(0.5);  // ten flushes
  ::kill(child, SIGKILL), ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  const xp::Store store(home.path.string(), xp::Store::Access::read);
  const xp::Record record = store.record(1);
  CHECK(record.run.status == xp::Status::killed);
  CHECK(record.run.epochs >= step / 100);
  CHECK(record.metrics.at("val/loss").size() == static_cast<std::size_t>(record.run.epochs));
  const xp::Series steps = store.steps(1).at("train/loss");
  REQUIRE(static_cast<std::int64_t>(steps.size()) >= step);
  for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i].at == static_cast<std::int64_t>(i) + 1);
}

TEST_CASE(
    "a child that a tracked process forks records nothing, is told so, and neither ends the run nor hangs when it "
    "leaves") {
  const TemporaryFolder home("track_forked");
  track::Run run("forks", in(home.path, 1));
  int refused = 0;
  const pid_t child = ::fork();
  if (child == 0) {
    {
      track::Run mine(std::move(run));
      mine.log("from the child", 1, 1);
      refused += refuses([&] { mine.epoch(1, {{"val/loss", 1}}); });
      refused += refuses([&] { mine.flush(); });
      refused += refuses([&] { mine.artifact("notes.txt", "from the child"); });
      refused += refuses([&] { mine.finish(); });
    }
    ::_exit(refused);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 4));
  run.log("from the parent", 1, 1);
  run.finish();
  const xp::Store store(home.path.string(), xp::Store::Access::read);
  CHECK(store.run(1).status == xp::Status::finished);
  CHECK(store.steps(1).count("from the parent") == 1);
  CHECK(store.steps(1).count("from the child") == 0);
  CHECK(store.run(1).epochs == 0);
}

TEST_CASE("on a full disk logging goes on, an epoch waits, and with room again nothing is missing") {
  if (const char* disk = std::getenv("XP_SMALL_DISK")) {
    const fs::path home = fs::path(disk) / "home", ballast = fs::path(disk) / "ballast";
    track::Run run("full", in(home, 0.05));
    run.epoch(1, {{"val/loss", 1}});
    fill(ballast);
    log_noise(run, 100'000);
    pause(0.3);
    std::thread helper([&] { pause(1), fs::remove(ballast); });
    run.epoch(2, {{"val/loss", 0.5}});
    helper.join();
    run.finish();
    const xp::Store store(home.string(), xp::Store::Access::read);
    CHECK(store.run(1).status == xp::Status::finished);
    CHECK(store.run(1).epochs == 2);
    CHECK(store.steps(1).at("noise").size() == 100'000);
    return;
  }
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const TemporaryFolder disk("track_full");
  const xp::Finished done = on_small_disk("on a full disk logging goes on*", disk.path);
  INFO(done.output);
  CHECK(done.code == 0);
  CHECK_THAT(done.output, Contains("training goes on, and what run1 logs is kept in memory") &&
                              Contains("training waits up to") && Contains("there is room again"));
}

TEST_CASE("where the disk stays full an epoch says so, and the run still finds room for how it ended") {
  if (const char* disk = std::getenv("XP_SMALL_DISK")) {
    const fs::path home = fs::path(disk) / "home", ballast = fs::path(disk) / "ballast";
    track::Options options = in(home, 3600);
    options.disk_wait_minutes = 0.01;
    {
      track::Run run("full", options);
      run.epoch(1, {{"val/loss", 1}});
      fill(ballast);
      log_noise(run, 100'000);
      CHECK_THROWS_WITH(run.epoch(2, {{"val/loss", 0.5}}), Contains("full") && Contains("no room was made"));
    }
    const xp::Store store(home.string(), xp::Store::Access::read);
    CHECK(store.run(1).status == xp::Status::failed);
    CHECK(store.run(1).epochs == 1);
    CHECK_THAT(store.record(1).remarks.at(0), Contains("100000 logged values were dropped"));
    return;
  }
  if (!may_mount()) SKIP("no mount namespaces for this user");
  const TemporaryFolder disk("track_stays_full");
  const xp::Finished done = on_small_disk("where the disk stays full*", disk.path);
  INFO(done.output);
  CHECK(done.code == 0);
}
