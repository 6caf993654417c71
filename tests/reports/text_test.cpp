#include "reports/comparison/text.h"
#include "reports/show.h"
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

TEST_CASE("settings wrap between them, and score names stay whole however narrow the screen") {
  Record r = test::reference000();
  for (int i = 0; i < 9; ++i) set(r.settings, "model.setting" + std::to_string(i), i);
  const std::string shown = show_text(r, {60});
  CHECK_THAT(shown, Catch::Contains("setting0 0,\n") && Catch::Contains("setting8 8\n") && !Catch::Contains("…"));
  CHECK_THAT(compare_text(compare({test::healthy(1), test::healthy(2, 3)}), {40}),
             Catch::Contains("test balanced accuracy") && Catch::Contains("run1 → run2"));
}

TEST_CASE("a run that chose by its training loss is shown so") {
  Record r = test::reference000();
  set(r.settings, "train.monitor", "train/loss");
  CHECK_THAT(show_text(r), Catch::Contains("the epoch was chosen by train/loss") && !Catch::Contains("chosen on"));
  CHECK_THAT(compare_text(compare({r, test::healthy(2)})), Catch::Contains("chosen on validation or by train/loss"));
}

TEST_CASE("a validation accuracy without a test result has its interval") {
  Record r = test::reference000();
  r.test.clear(), r.metrics.erase("test/accuracy");
  CHECK_THAT(show_text(r, {200}),
             Catch::Contains("validation accuracy at epoch 8 was 71.4 % (95 % interval 36 to 92)."));
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

TEST_CASE("what was remarked on the weights at the start is shown, and nothing where there was none") {
  Record r = test::reference000();
  CHECK_THAT(show_text(r, {}), !Catch::Contains("started from"));
  r.remarks = {"weights of a.pt (torchvision names)", "a.pt: the head is drawn anew"};
  CHECK_THAT(show_text(r, {}), Catch::Contains("Remarks\n  weights of a.pt (torchvision names)\n"
                                               "  a.pt: the head is drawn anew\n"));
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
