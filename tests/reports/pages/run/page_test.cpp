// The first screen of a run's page, whatever became of the run.
#include <catch2/catch.hpp>

#include "framework/base/paused.h"
#include "reports/pages/pages.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// From the title to the first section.
std::string first_screen(const Record& record) {
  const std::string html = test::apart(run_page({record})).html;
  const std::size_t from = html.find("<header>");
  return html.substr(from, html.find("</dl>", from) - from);
}

}  // namespace

TEST_CASE("a run that did not end says so first, and what goes on with it") {
  Record r = test::healthy(12);
  r.test.clear(), r.validation.clear(), r.run.chosen_epoch = 0;
  r.run.status = Status::running, r.run.epochs = 3;
  CHECK_THAT(first_screen(r), Contains("RUNNING") && Contains("The run is at epoch 3 of 20.") &&
                                  Contains("<code>xp report run12 --watch</code>") && Contains("3 of 20"));
  r.run.status = Status::failed, r.run.reason = "disk full";
  CHECK_THAT(first_screen(r),
             Contains("The run failed after 3 of 20 epochs: disk full") && Contains("<code>xp resume run12</code>"));
  r.run.status = Status::finished, r.run.paused = true, r.run.reason = pause_reason(asked_to_pause, 3, 20);
  CHECK_THAT(first_screen(r), Contains("PAUSED") && Contains("<code>xp resume run12</code>"));
  CHECK_THAT(first_screen(test::killed(3)), Contains("KILLED") && Contains("not tested"));
}

TEST_CASE("a run that ended has its key figures on the first screen, and nothing to go on with") {
  const std::string screen = first_screen(test::healthy(12));
  CHECK_THAT(screen, Contains("balanced accuracy, test") && Contains("600 / 200 / 200") &&
                         Contains("weights of epoch 19") && !Contains("<code>"));
}

TEST_CASE("a part, a trial, a repetition and an import say what they are") {
  Record r = test::healthy(22);
  r.run.parent = 20, r.run.role = "fold 2", r.run.rerun_of = 5, r.run.sweep = 3, r.run.place = 7;
  CHECK_THAT(first_screen(r),
             Contains("fold 2 of run20") && Contains("trial 7 of sweep3") && Contains("a rerun of run5"));
  r = test::healthy(4);
  r.settings = {{"imported", "test predictions"}};
  r.metrics.clear(), r.run.epochs = r.run.epochs_planned = 0, r.run.title.clear();
  CHECK_THAT(first_screen(r),
             Contains("imported 2026-11-20") && Contains("What another tool came to.") && !Contains("epochs</dt>"));
}
