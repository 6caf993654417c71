#include <catch2/catch.hpp>

#include "reports/diagnosis/diagnosis.h"
#include "reports/json.h"
#include "reports/pages/pages.h"
#include "reports/parts.h"
#include "reports/show.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Run 2, a control of `of`, right but for the first `wrong` test images from the `skip`-th on.
Record control_of(Record& of, const std::string& name, int wrong, int skip = 0) {
  Record out = test::healthy(2, wrong, skip);
  out.run.parent = of.run.id, out.run.role = "control " + name;
  set(out.settings, "train.control", name);
  const double accuracy = 1 - wrong / 200.0;
  of.children.push_back(
      {2, out.run.role, Status::finished, 1, 200, {{"test/accuracy", accuracy}, {"test/balanced_accuracy", accuracy}}});
  return out;
}

}  // namespace

TEST_CASE("a network is held against its control image by image, by exact McNemar") {
  Record r = test::healthy(1, 10);
  const Record control = control_of(r, "image-statistics", 80);
  const Diagnosis d = diagnose(r, {control});
  CHECK_FALSE(d.find("no better than image-statistics"));
  REQUIRE(d.find("controls"));
  CHECK_THAT(d.find("controls")->sentence,
             Contains("image-statistics (70 images right for the network alone, 0 for the control alone: exact McNemar "
                      "p < 0.001)"));
}

TEST_CASE("five wins to none are not enough to be better than a control, and the control's figures are told") {
  Record r = test::healthy(1, 10);
  const Record control = control_of(r, "image-statistics", 15);
  const Diagnosis d = diagnose(r, {control});
  const Finding* f = d.find("no better than image-statistics");
  REQUIRE(f);
  CHECK(f->grade == Grade::warning);
  CHECK_THAT(f->sentence, Contains("5 images right for the network alone, 0 for the control alone: exact McNemar "
                                   "p = 0.062") ||
                              Contains("p = 0.063"));
  CHECK_THAT(f->sentence, Contains(control_sentences(r).at(0)));
}

TEST_CASE("a control that does better is serious, also where its answers are not at hand") {
  Record r = test::healthy(1, 30);
  const Record control = control_of(r, "majority", 20);
  for (const auto& parts : {std::vector<Record>{control}, std::vector<Record>{}})
    CHECK(diagnose(r, parts).find("no better than majority")->grade == Grade::serious);
  CHECK_THAT(diagnose(r).find("no better than majority")->sentence, Contains("the network's 95 % interval is"));
}

TEST_CASE("repeated folds count an image once, however often it was tested") {
  Record r = test::healthy(1);
  r.test.clear(), r.samples.clear(), set(r.settings, "split.folds", 10), set(r.settings, "split.repeats", 5);
  std::vector<Record> folds;
  for (int f = 1; f <= 10; ++f) {
    r.children.push_back({f, "fold " + std::to_string(f), Status::finished, 1, 100, {{"test/accuracy", 0.7}}});
    folds.push_back(test::healthy(f, 30, 0, {600, 200, 100}));  // all on the same hundred
  }
  r.children.push_back({99, "control majority", Status::finished, 1, 100, {{"test/accuracy", 0.5}}});
  const auto said = [&](const std::vector<Record>& parts) { return diagnose(r, parts).find("controls")->sentence; };
  CHECK_THAT(said(folds), Contains("of 100 images"));
  CHECK_THAT(said({}), Contains("of 200 images"));  // 1000 judged, in 5 repeats
}

TEST_CASE("text, JSON and the page tell one diagnosis, that of the parts included") {
  Record r = test::healthy(1, 10);
  const std::vector<Record> parts{control_of(r, "image-statistics", 15)};
  const std::string sentence = "5 images right for the network alone";
  CHECK_THAT(show_text(r, {400, true, false}, parts), Contains(sentence));
  CHECK_THAT(json_of(r, parts), Contains(sentence));
  CHECK_THAT(run_page({r, parts}), Contains(sentence));
}
