// A sweep's page: the choice, what flatters it, and one test score.
#include <catch2/catch.hpp>

#include "reports/pages/pages.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"
#include "tests/support/swept.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++n;
  return n;
}

SweepResult swept() {
  SweepResult page = sweep_result(test::of_rates(), test::rates(), "val/accuracy");
  add_test(page, test::healthy(static_cast<int>(page.best->run)));
  return page;
}

}  // namespace

TEST_CASE("a sweep's page says what was searched, what is chosen, that this flatters, then the test score") {
  const std::string page = sweep_page(swept());
  std::size_t at = 0;
  for (const char* part :
       {"sweep3", "Which rate?", "24 trials: 24 finished", "Best by val/accuracy: trial 23, run123",
        "is what was chosen by: it flatters", "test/accuracy of that choice: 95.0 %", "What mattered",
        "All trials at once", "The best so far", "Trials</h2>", "xp sweep show sweep3"}) {
    INFO(part);
    const std::size_t next = page.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  CHECK(page.find("What failed") == std::string::npos);
  CHECK(test::unique_ids(page));
}

TEST_CASE("the test score of the choice is the only one on the page") {
  const std::string page = sweep_page(swept());
  CHECK(count(page, "test/") == 1);
}

TEST_CASE("where nothing may be chosen no test score is shown, and the reason comes first") {
  auto trials = test::rates();
  for (SweptTrial& t : trials) set(t.settings, "split.seed", t.place);
  const std::string page = sweep_page(sweep_result(test::of_rates(), trials, "val/accuracy"));
  CHECK_THAT(page, Contains("Nothing is chosen: the trials differ in split.seed") && Contains("g-warning") &&
                       !Contains("Best by") && !Contains("of that choice:"));
}

TEST_CASE("a sweep that ended before all its trials did is a warning; one that still runs is none") {
  auto trials = test::rates();
  trials[3].status = Status::scheduled, trials[3].run = 0;
  SweepResult known = test::of_rates();
  known.status = Status::killed;
  CHECK_THAT(sweep_page(sweep_result(known, trials, "val/accuracy")), Contains("verdict g-warning"));
  known.status = Status::running;
  CHECK_THAT(sweep_page(sweep_result(known, trials, "val/accuracy")), Contains("verdict g-note"));
}

TEST_CASE("what failed is listed with its reason") {
  auto trials = test::rates();
  trials[3].status = Status::failed, trials[3].reason = "val/loss is NaN <b>";
  const std::string page = sweep_page(sweep_result(test::of_rates(), trials, "val/accuracy"));
  CHECK_THAT(page, Contains("What failed or was ended") && Contains("val/loss is NaN &lt;b&gt;") &&
                       Contains("1 of 24 trials failed"));
}

TEST_CASE("a sweep of one trial, or of none that ended, still has a page") {
  SweptTrial open;
  open.place = 1;
  CHECK_THAT(sweep_page(sweep_result(test::of_rates(), {open}, "val/accuracy")), Contains("nothing to choose yet"));
  CHECK_THAT(sweep_page(sweep_result(test::of_rates(), {test::rates()[1]}, "val/accuracy")),
             Contains("Best by val/accuracy"));
}

TEST_CASE("hostile settings, titles and reasons are text on a sweep's page") {
  const std::string bad = "</script><script>alert('1')</script>\"&{{name}}\x1b\xff";
  SweepResult known = test::of_rates();
  known.title = known.experiment = known.reason = bad;
  auto trials = test::rates();
  for (SweptTrial& t : trials) set(t.settings, "model", t.place % 2 ? bad : std::string(4096, 'x'));
  trials[5].status = Status::failed, trials[5].reason = bad;
  const std::string page = sweep_page(sweep_result(known, trials, "val/accuracy"));
  CHECK(page.find("<script>alert") == std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.find("{{name}}") != std::string::npos);
}
