// SQLite's locks are fcntl's: a process that opens the file of the records by itself, and closes it, loses them all.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("an examination does not let go of the locks on the records: who ends meanwhile is not the last") {
  const TemporaryFolder home("locks");
  Store store(home.path, Store::Access::write);
  store.artifact(add_finished(store, 1), "weights.safetensors", "content");
  CHECK(store.examine(false).empty());
  const pid_t other = ::fork();  // locks are a process's, and it is not asked about its own
  if (other == 0) {
    struct flock whole {};
    whole.l_type = F_WRLCK, whole.l_whence = SEEK_SET;
    const int fd = ::open((home.path / "xp.db").c_str(), O_RDWR | O_CLOEXEC);
    ::_exit(fd >= 0 && ::fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(other, &status, 0) == other);
  CHECK(status == 0);
}
