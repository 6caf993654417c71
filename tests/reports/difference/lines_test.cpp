#include "reports/difference/lines.h"

#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/random.h"
#include "tests/support/plans.h"
#include "tests/support/skip.h"

using namespace xp;

namespace {

/// Up to 30 lines of five kinds, the last perhaps without its newline.
std::string drawn(Random& random) {
  std::string out;
  for (auto n = random.below(30); n > 0; --n) out += std::string(1, static_cast<char>('a' + random.below(5))) + "\n";
  if (!out.empty() && random.below(3) == 0) out.pop_back();
  return out;
}

std::string applied(const std::vector<LineEdit>& edits, LineEdit::Kind without) {
  std::string out;
  for (const LineEdit& e : edits)
    if (e.kind != without) out += e.line;
  return out;
}

std::size_t changed(const std::string& diff) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < diff.size(); at = diff.find('\n', at) + 1) out += diff[at] == '-' || diff[at] == '+';
  return out;
}

}  // namespace

TEST_CASE("edits give back both texts") {
  Random random(1, "texts");
  for (int i = 0; i < 200; ++i) {
    const std::string was = drawn(random), now = drawn(random);
    const auto edits = line_edits(was, now);
    CHECK(applied(edits, LineEdit::Kind::added) == was);
    CHECK(applied(edits, LineEdit::Kind::removed) == now);
  }
}

TEST_CASE("a changed line stands between three others on both sides") {
  CHECK(unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "a.cpp", "b.cpp") ==
        "--- a.cpp\n+++ b.cpp\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified("", "one\n", "/dev/null", "b") == "--- /dev/null\n+++ b\n@@ -0,0 +1 @@\n+one\n");
  CHECK(unified("x", "x\n", "a", "b") == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n");
  CHECK(unified("same\n", "same\n", "a", "b").empty());
}

TEST_CASE("git applies what is written, and finds no shorter difference itself") {
  const test::TemporaryFolder folder("lines");
  Random random(2, "texts");
  for (int i = 0; i < 25; ++i) {
    const std::string was = drawn(random) + "z\n", now = drawn(random) + "y\n";
    write_file(folder / "text", was), write_file(folder / "now", now);
    const std::string diff = unified(was, now, "a/text", "b/text");
    write_file(folder / "diff", diff);
    INFO(diff);
    try {
      const Finished theirs = run_program({"git", "diff", "--no-index", "--minimal", "--no-color", "text", "now"},
                                          folder.path, Errors::dropped);
      CHECK(changed(diff) == changed(theirs.output.substr(theirs.output.find("--- "))));
      const Finished applying = run_program({"git", "apply", "diff"}, folder.path);
      INFO(applying.output);
      CHECK(applying.code == 0);
    } catch (const Error&) {
      SKIP("no git here");
    }
    CHECK(read_file(folder / "text") == now);
  }
}

TEST_CASE("very long texts that share nothing are exchanged, without taking the memory") {
  std::string was = "first\n", now = "first\n";
  for (int i = 0; i < 20000; ++i) was += "a" + std::to_string(i) + "\n", now += "b" + std::to_string(i) + "\n";
  CHECK(line_edits(was, now).size() == 40001);
}
