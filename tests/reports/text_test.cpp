#include "reports/text.h"

#include <catch2/catch.hpp>

#include "framework/base/text.h"
#include "tests/support/approved.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("xp show of reference 000 reads as approved") {
  test::check_approved("show.txt", show_text(test::reference000(), {90}));
}

TEST_CASE("xp show of a killed run reads as approved") {
  test::check_approved("show_killed.txt", show_text(test::killed(3), {80}));
}

TEST_CASE("xp compare of three runs reads as approved") {
  Record b = test::healthy(15, 7, 4, {600, 200, 68});
  set(b.settings, "model", "densenet");
  b.run.name = "wide";
  test::check_approved("compare.txt",
                       compare_text(compare({test::healthy(12, 24, 0, {600, 200, 68}), b, test::killed(16)}), {110}));
}

TEST_CASE("small curves keep to their width and show what is not a number") {
  CHECK(sparkline({{1, 0}, {2, test::nan}, {3, 1}}, 10) == "▁·█");
  CHECK(width(sparkline(test::series(1000, [](int e) { return e; }), 30)) == 30);
  CHECK(sparkline({{1, 2}, {2, 2}}, 10) == "▁▁");
  CHECK(sparkline({}, 10).empty());
}

TEST_CASE("without unicode there are no block characters, with colour there are ANSI codes") {
  CHECK_THAT(show_text(test::reference000(), {90, false, false}), !Catch::Contains("▁"));
  CHECK_THAT(show_text(test::reference000(), {90, true, true}), Catch::Contains("\x1b[1;31mserious"));
  CHECK_THAT(show_text(test::reference000(), {90, true, false}), !Catch::Contains("\x1b"));
}

TEST_CASE("hostile text cannot steer the terminal, and long words do not hang the wrapping") {
  Record r = test::reference000();
  r.run.title = "\x1b[2Jgone " + std::string(4096, 'w');
  r.run.note = r.run.name = r.classes[0] = "\x1b]0;title\x07";
  r.run.reason = "\x1b[31m";
  CHECK_THAT(show_text(r, {40}), !Catch::Contains("\x1b"));
  CHECK_THAT(compare_text(compare({r, r}), {40}), !Catch::Contains("\x1b"));
  CHECK(wrapped("one two three", 7, 2) == "one\n  two\n  three");
  show_text(Record{}, {1});
}
