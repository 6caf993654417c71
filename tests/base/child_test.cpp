#include "framework/base/child.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "framework/base/error.h"
#include "framework/base/interrupt.h"
#include "framework/base/process.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

template <class F>
bool soon(F done) {
  for (int i = 0; i < 500; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

ChildProcess::End end_of(ChildProcess& child) {
  std::optional<ChildProcess::End> end;
  REQUIRE(soon([&] { return (end = child.ended()).has_value(); }));
  return *end;
}

ChildProcess shell(const std::string& script, const std::string& input = "") {
  return ChildProcess({"/bin/sh", "-c", script}, input);
}

}  // namespace

TEST_CASE("a child reads what it is given and leaves its exit code and its last words") {
  ChildProcess child = shell("cat; echo wrong >&2; exit 3", std::string("a\0b ", 4));
  const ChildProcess::End end = end_of(child);
  CHECK(end.code == 3);
  CHECK(end.signal == 0);
  CHECK(end.said == std::string("a\0b wrong", 9));
}

TEST_CASE("a child that a signal ended is told from one that exited") {
  ChildProcess child = shell("kill -SEGV $$");
  CHECK(signal_name(end_of(child).signal) == "SIGSEGV");
}

TEST_CASE("what a child says while it runs is heard once") {
  ChildProcess child = shell("echo first; read x < /dev/null; sleep 0.3; echo second; sleep 5");
  std::string heard;
  REQUIRE(soon([&] { return !(heard += child.says()).empty(); }));
  CHECK(heard == "first");
  heard.clear();
  REQUIRE(soon([&] { return !(heard += child.says()).empty(); }));
  CHECK_THAT(heard, Contains("second") && !Contains("first"));
}

TEST_CASE("nothing that a child says in a hurry is lost") {
  const auto lines = [](std::string text) {
    std::erase(text, '\n');
    return text;
  };
  ChildProcess child = shell("i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo $i; done");
  std::string heard, written;
  for (int i = 1; i <= 30'000; ++i) written += std::to_string(i);
  std::optional<ChildProcess::End> end;
  while (!end) {
    end = child.ended();
    heard += child.says();
  }
  CHECK((lines(heard) == written));
}

TEST_CASE("how a child ended is asked in vain where SIGCHLD is ignored, and said so instead of waiting for ever") {
  struct sigaction before {};
  ::sigaction(SIGCHLD, nullptr, &before);
  ::signal(SIGCHLD, SIG_IGN);
  ChildProcess child = shell("exit 3");
  std::string said;
  CHECK(soon([&] {
    try {
      return child.ended().has_value();
    } catch (const Error& e) {
      return !(said = e.what()).empty();
    }
  }));
  CHECK_THAT(said, Contains("ended is not known"));
  CHECK_THROWS_WITH(run_program({"false"}), Contains("how false ended is not known"));
  ::sigaction(SIGCHLD, &before, nullptr);
}

TEST_CASE("a program of ours that was started with SIGCHLD ignored still learns how its children end") {
  const pid_t program = ::fork();
  if (program == 0) {
    ::signal(SIGCHLD, SIG_IGN);
    handle_interrupts();
    ::_exit(run_program({"false"}).code == 1 ? 0 : 1);
  }
  int status = 1;
  ::waitpid(program, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("Ctrl-C reaches a child through its parent alone") {
  ChildProcess child = shell("trap 'echo stored; exit 130' INT; echo ready; while :; do sleep 0.05; done");
  REQUIRE(soon([&] { return !child.says().empty(); }));
  CHECK(::getpgid(child.id()) == child.id());  // a terminal's Ctrl-C goes to one process group
  child.interrupt();
  const ChildProcess::End end = end_of(child);
  CHECK(end.code == 130);
  CHECK_THAT(end.said, Contains("stored"));
}

TEST_CASE("a child that nobody waited for is killed") {
  pid_t id = 0;
  {
    ChildProcess child = shell("sleep 60");
    id = child.id();
  }
  CHECK(::kill(id, 0) != 0);
}

TEST_CASE("a child dies with its parent, however that dies") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const pid_t self = ::getpid(), child = ::fork();
    if (child == 0) {
      end_with(self);
      const pid_t id = ::getpid();
      [[maybe_unused]] const auto n = ::write(ends[1], &id, sizeof id);
      ::pause();
    }
    ::pause();
  }
  pid_t child = 0;
  REQUIRE(::read(ends[0], &child, sizeof child) == sizeof child);
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  CHECK(soon([&] {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string id, name, state;
    return !(stat >> id >> name >> state) || state == "Z" || state == "X";
  }));
  ::close(ends[0]), ::close(ends[1]);
}

TEST_CASE("a child whose parent has gone before it could ask to die with it ends at once") {
  const pid_t child = ::fork();
  if (child == 0) {
    end_with(1);  // not its parent
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 1);
}

TEST_CASE("a program that is not there cannot be started") {
  CHECK_THROWS_WITH(ChildProcess({"/nowhere/program"}, ""), Contains("cannot start /nowhere/program"));
}
