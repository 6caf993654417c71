#include <catch2/catch.hpp>

#include "reports/pages/pages.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

IndexEntry entry(int id, const std::string& page = "") {
  IndexEntry out{{test::healthy(id).run, "small_cnn", 0.9, 0.85, 200}};
  out.page = page;
  return out;
}

}  // namespace

TEST_CASE("the index lists the latest first, and links to pages beside it alone") {
  const std::string page = index_page({{entry(1), entry(2, "run2.html"), entry(3)}, {}, {}});
  CHECK(page.find("<bdi>run3</bdi>") < page.find("<bdi>run2</bdi>"));
  CHECK(page.find("<bdi>run2</bdi>") < page.find("<bdi>run1</bdi>"));
  CHECK_THAT(page, Contains("<a href=\"run2.html\"><bdi>run2</bdi></a>") && !Contains("href=\"run3") &&
                       Contains("3 finished") && Contains("3 runs") && Contains("small_cnn"));
}

TEST_CASE("accuracy is sorted by its value, and where there is none it comes last") {
  IndexEntry none = entry(2);
  none.row.val_accuracy = none.row.test_accuracy = NAN;
  const std::string page = index_page({{entry(1), none}, {}, {}});
  CHECK_THAT(page, Contains("data-sortable") && Contains("data-sort=\"0.850000\"") && !Contains("data-sort=\"-1\""));
}

TEST_CASE("of a sweep's trials the index shows validation alone, for whoever sorts by the test chooses by it") {
  IndexEntry trial = entry(2);
  trial.candidate = true;
  const std::string page = index_page({{entry(1), trial}, {}, {}});
  CHECK(test::count(page, "85.0 %") == 1);
  CHECK(test::count(page, "90.0 %") == 2);
  CHECK(test::count(page, "data-sort=\"0.850000\"") == 1);
  CHECK_THAT(page, Contains("no test accuracy of a sweep"));
}

TEST_CASE("sweeps and comparisons are listed with their pages") {
  SweepRow sweep;
  sweep.id = 3, sweep.experiment = "rates", sweep.title = "Which <rate>?", sweep.trials = 24;
  const std::string page =
      index_page({{entry(1)}, {sweep}, {{"sweep3", "sweep3.html"}, {"run1 against run2", "run1-run2.html"}}});
  CHECK_THAT(page, Contains("1 run and 1 sweep") && Contains("href=\"sweep3.html\"") &&
                       Contains("Which &lt;rate&gt;?") &&
                       Contains("<li><a href=\"run1-run2.html\"><bdi>run1 against run2</bdi></a></li>"));
}

TEST_CASE("of more than two thousand runs the latest are shown, and that is said") {
  Index index;
  for (int id = 1; id <= 2005; ++id) index.runs.push_back(entry(id));
  const std::string page = index_page(index);
  CHECK_THAT(page, Contains("2005 runs") && Contains("the latest 2 000") && Contains("<bdi>run6</bdi>") &&
                       !Contains("<bdi>run5</bdi>"));
}

TEST_CASE("an empty store has an index that says how to begin") {
  CHECK_THAT(index_page({}), Contains("Nothing has been recorded yet") && !Contains("<table"));
}
