#include "reports/diagnosis/overfitted.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

TEST_CASE("of a run alone: since when it overfits, and how far training lies above validation") {
  const Record r = test::reference000();
  const Overfitted o = overfitted(r, diagnose(r), {});
  CHECK(o.networks == 1);
  CHECK(o.grade == Grade::serious);
  CHECK(onset_text(o) == "epoch " + std::to_string(diagnose(r).onset));
  CHECK(judgement_text(o) == "serious");
  CHECK(o.gap == o.least);
  CHECK(o.gap > 0.2);
}

TEST_CASE("of a run of folds: in how many of them") {
  Record parent = test::healthy(1);
  parent.metrics.clear();
  set(parent.settings, "split.folds", 3);
  std::vector<Record> parts{test::healthy(2), test::reference000(3), test::reference000(4), test::reference000(5)};
  parts[0].run.role = "fold 1", parts[1].run.role = "fold 2", parts[2].run.role = "fold 3";
  parts[3].run.role = "control majority, fold 1";
  const Overfitted o = overfitted(parent, diagnose(parent, parts), parts);
  CHECK(o.networks == 3);
  CHECK(o.warned == 2);
  CHECK(judgement_text(o) == "2 of 3 networks, at worst serious");
  CHECK(o.onsets.size() == 2);
  CHECK_THAT(onset_text(o), Catch::StartsWith("epochs ") && Catch::Contains(" and "));
  CHECK_THAT(gap_text(o), Catch::Contains(" points (") && Catch::Contains(" to "));
}

TEST_CASE("without curves nothing is claimed") {
  Record r = test::healthy(1);
  r.metrics.clear();
  const Overfitted o = overfitted(r, diagnose(r), {});
  CHECK(judgement_text(o) == "–");
  CHECK(onset_text(o) == "–");
  CHECK(gap_text(o) == "–");
}
