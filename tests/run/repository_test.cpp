#include "framework/run/repository.h"

#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// With one commit of a.cpp and sub/b.h.
struct Committed : test::TemporaryFolder {
  bool made;
  Committed() : TemporaryFolder("repository") {
    make_folder(*this / "sub");
    write_file(*this / "a.cpp", "one\n");
    write_file(*this / "sub/b.h", "one\n");
    made = git({"init", "-q"}) && git({"add", "."}) && git({"commit", "-q", "-m", "x"});
  }
  bool git(std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "core.autocrlf=false"});
    return run_program(words, path).code == 0;
  }
  /// "" where it is clean.
  std::string refusal(const std::vector<std::string>& names) const {
    std::vector<std::string> files;
    for (const std::string& name : names) files.push_back(*this / name);
    try {
      refuse_uncommitted(files);
    } catch (const Error& e) {
      return e.whole();
    }
    return "";
  }
};

}  // namespace

TEST_CASE("uncommitted changes are what git apply reads, whatever git has to say besides") {
  const Committed folder;
  if (!folder.made) SKIP("no git here");
  folder.git({"config", "color.ui", "always"});
  folder.git({"config", "core.autocrlf", "input"});  // warns on standard error
  folder.git({"config", "core.safecrlf", "warn"});
  write_file(folder / "a.cpp", "two\r\n");
  const Repository found = repository_of(folder.path);
  CHECK(found.commit.size() == 40);
  CHECK(found.diff.rfind("diff --git ", 0) == 0);
  CHECK_THAT(found.diff, Contains("+two") && !Contains("\x1b") && !Contains("warning"));
}

TEST_CASE("what no commit holds is refused by name: changed files, staged ones, untracked and ignored sources") {
  const Committed folder;
  if (!folder.made) SKIP("no git here");
  CHECK(folder.refusal({"a.cpp", "sub/b.h"}) == "");
  write_file(folder / "notes.txt", "untracked, and no source\n");
  CHECK(folder.refusal({"a.cpp", "sub/b.h"}) == "");
  write_file(folder / "c.h", "untracked\n");
  CHECK_THAT(folder.refusal({"a.cpp", "c.h"}), Contains("what no commit holds: ") && Contains("c.h"));
  folder.git({"add", "c.h"});
  CHECK_THAT(folder.refusal({"a.cpp", "c.h"}), Contains("uncommitted changes in c.h"));
  folder.git({"reset", "-q"});
  write_file(folder / ".gitignore", "c.h\n");
  CHECK_THAT(folder.refusal({"a.cpp", "c.h"}), Contains("what no commit holds: "));
  write_file(folder / "sub/b.h", "two\n");
  CHECK_THAT(folder.refusal({"a.cpp"}), Contains("uncommitted changes in sub/b.h") && Contains("commit or stash"));
}

TEST_CASE("where there is no repository, or one without a commit, nothing is clean") {
  const test::TemporaryFolder folder("no_repository");
  write_file(folder / "a.cpp", "one\n");
  CHECK_THROWS_WITH(refuse_uncommitted({folder / "a.cpp"}), Contains("is in no git repository with a commit"));
}
