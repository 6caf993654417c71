#include "framework/track/forks.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>
#include <memory>

#include "framework/store/store.h"
#include "framework/track/track.h"
#include "tests/support/plans.h"

namespace {
using namespace xp::test;
namespace track = xp::track;

/// Exit code of a child that does this.
int in_child(const std::function<int()>& deed) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(deed());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// 0: a Run can begin; 1: it is refused, and why; 2: it is refused otherwise.
int begins(const track::Options& options) try {
  track::Run("forks", options).finish();
  return 0;
} catch (const track::Error& e) {
  return std::string(e.what()).find("forked while records were open") != std::string::npos ? 1 : 2;
}
}  // namespace

TEST_CASE("a Run is refused in a child of a process that had records open, and in its children, and nowhere else") {
  const TemporaryFolder home("track_forks");
  track::Options options;
  options.home = home.path.string();
  auto parents = std::make_unique<track::Run>("forks", options);
  parents->finish();
  CHECK(in_child([&] { return begins(options); }) == 1);
  CHECK(in_child([&] { return in_child([&] { return begins(options); }); }) == 1);
  CHECK(begins(options) == 0);
  parents.reset();
  CHECK(in_child([&] { return begins(options); }) == 0);
  const xp::Store store(home.path.string(), xp::Store::Access::read);
  CHECK(store.runs().size() == 3);
}

TEST_CASE("whether this process opened it is known before and after a fork") {
  const track::OpenHere here;
  CHECK(here.at_home());
  CHECK(in_child([&] { return here.at_home() ? 1 : 0; }) == 0);
}
