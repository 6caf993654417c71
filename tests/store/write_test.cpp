// What the store's writing half asks of the program around it. Alone in its file: no run may have ended before.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;

namespace {

struct Global {
  Store store;
  std::int64_t first, second;
};
Global* global = nullptr;

/// Ends a run as main does, and another one as the destructor of a global object does.
[[noreturn]] void end_two(const std::string& home) {
  Store store(home, Store::Access::write);
  const std::int64_t first = add_running(store, 1), second = add_running(store, 2);
  global = new Global{Store(home, Store::Access::write), first, second};
  std::atexit([] {
    global->store.end(global->second, Status::failed, "its program left it");
    ::_exit(0);
  });
  global->store.end(global->first, Status::finished, "");
  std::exit(1);
}

}  // namespace

TEST_CASE("a run that is a global object ends with its program, after those of main") {
  const TemporaryFolder home("global");
  const pid_t child = ::fork();
  if (child == 0) end_two(home.path);
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  const Store store(home.path, Store::Access::read);
  CHECK(store.run(1).status == Status::finished);
  CHECK(store.run(2).status == Status::failed);
  CHECK(store.run(2).reason == "its program left it");
}
