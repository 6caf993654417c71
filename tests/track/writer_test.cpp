#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "framework/store/store.h"
#include "framework/track/track.h"
#include "tests/support/plans.h"

namespace {
using namespace xp::test;
namespace fs = std::filesystem;
namespace track = xp::track;

track::Options in(const fs::path& home) {
  track::Options out;
  out.home = home.string();
  return out;
}

/// While it lives nothing can be written to standard error.
class FullStandardError {
 public:
  FullStandardError() : before_(::dup(2)) {
    const int full = ::open("/dev/full", O_WRONLY);
    ::dup2(full, 2), ::close(full);
  }
  ~FullStandardError() { ::dup2(before_, 2), ::close(before_); }

 private:
  int before_;
};

std::set<std::string> threads() {
  std::set<std::string> out;
  for (const auto& entry : fs::directory_iterator("/proc/self/task")) out.insert(entry.path().string());
  return out;
}

bool blocks(const std::string& thread, int signal) {
  std::ifstream status(thread + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("SigBlk:")) return std::stoull(line.substr(7), nullptr, 16) >> (signal - 1) & 1;
  return false;
}
}  // namespace

TEST_CASE("a run that nobody can be told of ends nobody's training") {
  const TemporaryFolder home("track_silent");
  {
    track::Run run("silent", in(home.path));
    SQLite::Database(home / "xp.db", SQLite::OPEN_READWRITE, 5000)
        .exec("CREATE TRIGGER refusing BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'refused'); END");
    const FullStandardError full;
    track::Run(std::move(run));  // left without an end that could be stored
  }
  const xp::Store store(home.path.string(), xp::Store::Access::read);
  CHECK(store.run(1).reason.empty());
}

TEST_CASE("the writer leaves the program's signals to the program's threads") {
  const TemporaryFolder home("track_signals");
  const std::set<std::string> before = threads();
  track::Run run("signals", in(home.path));
  int started = 0;
  for (const std::string& thread : threads())
    if (!before.count(thread)) {
      ++started;
      while (blocks(thread, SIGSEGV)) std::this_thread::yield();  // as the C library does until it has begun
      for (const int signal : {SIGTERM, SIGINT, SIGUSR1, SIGALRM, SIGCHLD}) CHECK(blocks(thread, signal));
    }
  CHECK(started == 1);
  CHECK_FALSE(blocks("/proc/self", SIGTERM));
  run.finish();
}
