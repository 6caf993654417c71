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

TEST_CASE("repeated folds, whose tests share images, bear an interval over folds and are not counted together") {
  Record r = test::healthy(1);
  r.test.clear(), r.samples.clear(), set(r.settings, "split.folds", 10), set(r.settings, "split.repeats", 5);
  std::vector<Record> folds;
  for (int f = 1; f <= 10; ++f) {
    r.children.push_back(
        {f, "fold " + std::to_string(f), Status::finished, 1, 100, {{"test/accuracy", f % 2 ? 0.65 : 0.75}}});
    folds.push_back(test::healthy(f, 30, 0, {600, 200, 100}));  // all on the same hundred
  }
  r.children.push_back({99, "control majority", Status::finished, 1, 100, {{"test/accuracy", 0.5}}});
  const auto said = [&](const std::vector<Record>& parts) { return diagnose(r, parts).find("controls")->sentence; };
  // mean 0.7, sd 0.0527, t of 9 degrees 2.262: variance × (1/10 + 100/600), and × (1/10 + 1) of two folds
  CHECK_THAT(said(folds), Contains("interval is 64 to 76 % over 10 folds"));
  CHECK_THAT(said({}), Contains("interval is 57 to 83 % over 10 folds"));
  for (Child& child : r.children) child.scores["test/accuracy"] = 0.6;
  CHECK_THAT(diagnose(r).find("no better than majority")->sentence,
             Contains("the 10 folds of its test give no interval"));
}

TEST_CASE("text, JSON and the page tell one diagnosis, that of the parts included") {
  Record r = test::healthy(1, 10);
  const std::vector<Record> parts{control_of(r, "image-statistics", 15)};
  const std::string sentence = "5 images right for the network alone";
  CHECK_THAT(show_text(r, {400, true, false}, parts), Contains(sentence));
  CHECK_THAT(json_of(r, parts), Contains(sentence));
  CHECK_THAT(run_page({r, parts}), Contains(sentence));
}
