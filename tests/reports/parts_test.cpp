#include "reports/parts.h"
#include "reports/show.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/comparison/comparison.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/json.h"
#include "reports/list.h"
#include "reports/pages/pages.h"
#include "reports/text.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

Child child(std::int64_t run, const std::string& role, double accuracy, Status status = Status::finished) {
  return {run,
          role,
          status,
          4,
          40,
          {{"test/accuracy", accuracy},
           {"test/balanced_accuracy", accuracy - 0.01},
           {"test/macro_f1", accuracy - 0.02},
           {"test/loss", 1 - accuracy},
           {"val/accuracy", accuracy + 0.01}}};
}

/// Three folds of 200 tested images in all, and two controls of each.
Record folded(int id = 20) {
  Record r = test::healthy(id, 10, 0, {0, 0, 200});
  r.metrics.clear(), r.telemetry.clear(), r.artifacts.clear(), r.validation.clear();
  r.run.chosen_epoch = r.run.epochs = 0;
  r.settings.insert(r.settings.begin() + 3, {"split.folds", 3});
  r.children = {child(21, "fold 1", 0.94), child(22, "fold 2", 0.95), child(23, "fold 3", 0.96)};
  for (int f = 1; f <= 3; ++f)
    r.children.push_back(child(23 + f, "control image-statistics, fold " + std::to_string(f), 0.5 + 0.1 * f));
  r.children.push_back(child(27, "control shuffled-labels, fold 1", 0.3, Status::failed));
  return r;
}

}  // namespace

TEST_CASE("a score over folds has a mean and the deviation with n - 1; controls are not in it") {
  const Spread s = spread(folded(), "test/accuracy");
  CHECK(s.n == 3);
  CHECK(s.mean == Approx(0.95));
  CHECK(s.sd == Approx(0.01));
  CHECK(percent_text(s) == "95.0 ± 1.0 %");
  CHECK(percent_text(spread(folded(), "test/never")) == "–");
  const Record single = test::reference000();
  CHECK(percent_text(spread(single, "test/accuracy")) == "66.7 %");
}

TEST_CASE("the table of folds ends in their mean, and what is open is said") {
  Record r = folded();
  Table table = fold_table(r);
  REQUIRE(table.rows.size() == 4);
  CHECK(table.rows[1][0] == "fold 2");
  CHECK(table.rows[1][1] == "run22");
  CHECK(table.rows[3][0] == "mean ± sd");
  CHECK(table.rows[3][5] == "95.0 ± 1.0 %");
  CHECK(table.rows[3][8] == "0.050 ± 0.010");
  CHECK_THAT(folds_sentence(r), Contains("Over 3 folds the test accuracy is 95.0 ± 1.0 %") &&
                                    Contains("from 94.0 to 96.0 %") && Contains("Of all 200 test images") &&
                                    Contains("190 are named right"));
  r.children[2].status = Status::running;
  CHECK_THAT(folds_sentence(r), Contains("2 of 3 folds are finished.") && Contains("94.5 ± 0.7 %"));
}

TEST_CASE("what its folds are warned of is told of a run of folds, once, with the worst of them") {
  const Record parent = folded();
  CHECK(diagnose(parent).grade < Grade::warning);
  std::vector<Record> folds{test::healthy(21), test::reference000(), test::reference000()};
  for (int f = 0; f < 3; ++f) {
    Record& fold = folds[static_cast<std::size_t>(f)];
    fold.run.id = 21 + f, fold.run.parent = 20, fold.run.role = "fold " + std::to_string(f + 1);
  }
  const Diagnosis d = diagnose(parent, folds);
  CHECK(d.grade == Grade::serious);
  const Finding* f = d.find("folds: overfitting");
  REQUIRE(f);
  CHECK_THAT(f->sentence,
             StartsWith("Fold 2 (run22): Overfitting") && EndsWith(" The same is told of fold 3 (run23)."));
  CHECK_FALSE(d.find("folds: small test set"));
  for (const std::string& told :
       {show_text(parent, {200, true, false}, folds), json_of(parent, folds), run_page({parent, folds})})
    CHECK_THAT(told, Contains("Fold 2 (run22): Overfitting"));
}

TEST_CASE("a run that a search stopped on its way is judged by nothing that it was not asked for") {
  Record r = test::healthy(1);
  r.test.clear(), r.run.epochs = 1, r.run.epochs_planned = 81, r.run.chosen_epoch = 1, r.run.sweep = 4, r.run.place = 7;
  for (auto& [name, series] : r.metrics) series.resize(std::min<std::size_t>(series.size(), 1));
  r.run.reason = "stopped by successive halving after epoch 1 of 81", r.run.paused = true;
  const Diagnosis d = diagnose(r);
  CHECK(d.grade == Grade::note);
  CHECK_THAT(d.findings.at(0).sentence, StartsWith("Stopped by successive halving after epoch 1 of 81"));
  const std::string text = show_text(r, {200, true, false});
  CHECK_THAT(text, Contains("trial 7 of sweep4") && Contains("xp sweep show sweep4") && !Contains("Keep a test part") &&
                       !Contains("Not learned") && !Contains("--verify"));
  r.run.paused = false, r.run.reason = "val/loss has not improved for 2 epochs";
  CHECK_THAT(show_text(r, {200, true, false}),
             Contains("It ended after epoch 1 of 81: val/loss has not improved for 2 epochs."));
}

TEST_CASE("controls are set beside the network in numbers") {
  const Record r = folded();
  const Table table = control_table(r);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0][1] == "95.0 ± 1.0 %");
  CHECK(table.rows[1][0] == "image-statistics");
  CHECK(table.rows[1][1] == "70.0 ± 10.0 %");
  CHECK(table.rows[1][4] == "run24, run25, run26");
  const std::vector<std::string> said = control_sentences(r);
  REQUIRE(said.size() == 2);
  CHECK(said[0] ==
        "Nearest neighbours on size and thumbnail reach a test accuracy of 70.0 ± 10.0 % (balanced 69.0 ± 10.0 %); the "
        "network 95.0 ± 1.0 % (balanced 94.0 ± 1.0 %).");
  CHECK(said[1] == "Control shuffled-labels, fold 1 (run27) is FAILED.");
  CHECK(control_table(test::healthy(1)).rows.empty());
}

TEST_CASE("a single run has its controls beside it too") {
  Record r = test::reference000();
  r.children = {child(13, "control majority", 0.5), child(14, "control shuffled-labels", 0.49)};
  CHECK_THAT(show_text(r, {200, true, false}),
             Contains("Beside it, on the same parts") && Contains("class shares of the training part reaches") &&
                 Contains("the network 66.7 % (balanced 66.7 %)") && Contains("a balanced accuracy of 50.0 %"));
}

TEST_CASE("a recipe that fits labels dealt out anew is told from one that does not") {
  const auto said = [](double dealt) {
    Record r = test::healthy(20);
    r.children = {child(21, "control shuffled-labels", 0.3)};
    r.children[0].scores["train/accuracy"] = dealt;
    return control_sentences(r).at(0);
  };
  CHECK_THAT(said(0.97), Contains("it named 97.0 % of the dealt labels right, where one class has 33.3 %") &&
                             Contains("(the network 95.8 % of the true ones)") &&
                             Contains("learns noise by heart, so its training accuracy proves nothing"));
  CHECK_THAT(said(0.40),
             Contains("it named 40.0 % of the dealt labels right") && Contains("does not learn noise by heart"));

  Record folds = folded();
  folds.children.back().status = Status::finished;
  folds.children.back().scores["train/accuracy"] = 0.9;
  for (int f = 0; f < 3; ++f) folds.children[static_cast<std::size_t>(f)].scores["train/accuracy"] = 0.95 + 0.01 * f;
  CHECK_THAT(control_sentences(folds).at(1), Contains("the network 96.0 ± 1.0 % of the true ones"));
  CHECK_THAT(control_sentences(folded()).at(0), !Contains("dealt labels"));
}

TEST_CASE("a run of folds is shown by its folds: no curves, no single epoch, and how to verify one of them") {
  const std::string text = show_text(folded(), {100, true, false});
  CHECK_THAT(text, Contains("Folds (test parts") && Contains("mean ± sd") && Contains("run22") &&
                       Contains("xp rerun run21 --verify"));
  CHECK_THAT(text, !Contains("Curves") && !Contains("epoch 0") && !Contains("There is no test result"));
  const std::string page = run_page({folded()});
  CHECK_THAT(page, Contains("<h2>Folds</h2>") && Contains("Beside it, on the same parts") && !Contains("epoch 0"));
}

TEST_CASE("a run of folds as JSON has each fold's scores and their mean") {
  const auto json = nlohmann::json::parse(json_of(folded()));
  CHECK(json.at("children").size() == 7);
  CHECK(json.at("children").at(1).at("scores").at("test/accuracy") == 0.95);
  CHECK(json.at("children").at(6).at("control") == true);
  CHECK(json.at("over_folds").at("planned") == 3);
  CHECK(json.at("over_folds").at("scores").at("test/accuracy").at("n") == 3);
  CHECK(json.at("over_folds").at("scores").at("test/accuracy").at("sd").get<double>() == Approx(0.01));
}

TEST_CASE("the list shows a run of folds as one line with a deviation, and a fold as a part") {
  ListRow parent{folded().run, "small_cnn", 0.96, 0.95};
  parent.folds = 3, parent.test_sd = 0.01, parent.val_sd = 0.02, parent.run.epochs_planned = 20;
  ListRow fold{test::healthy(22).run, "small_cnn", 0.96, 0.95};
  fold.run.parent = 20, fold.run.role = "fold 2";
  const Table table = list_table({parent, fold});
  CHECK(table.rows[0][4] == "3 × 20");
  CHECK(table.rows[0][6] == "95.0 ± 1.0 % (sd)");
  CHECK_THAT(table.rows[1][8], Contains("fold 2 of run20"));
}

TEST_CASE("two runs of the same folds are compared on all images, with a word on what the test takes for granted") {
  Record a = folded(20), b = folded(30);
  test::predict(b, Part::test, 40, 0);
  const Comparison c = compare({a, b});
  REQUIRE(c.pairs.at(0).comparable);
  CHECK(c.pairs[0].n == 200);
  CHECK(c.pairs[0].first_only == 30);
  CHECK_THAT(c.caveats.at(0), Contains("judged by the network that had not seen it"));
  set(b.settings, "split.seed", 2);
  CHECK_THAT(compare({a, b}).caveats.at(2), Contains("divided otherwise"));
}

TEST_CASE("runs of repeats, whose tests overlap, are refused with what to do instead") {
  Record a = folded(20), b = folded(30);
  a.test.clear(), b.test.clear();
  CHECK_THAT(compare({a, b}).verdict,
             Contains("an image is in several tests of run20") && Contains("xp list run20 names"));
  b.run.status = Status::killed, b.children[2].test_images = 0;
  CHECK_THAT(compare({a, b}).verdict, Contains("run30 is KILLED: 2 of its 3 folds were tested"));
}

TEST_CASE("missing folds are a warning, and a control is judged as what it is") {
  Record r = folded();
  CHECK(diagnose(r).find("folds missing") == nullptr);
  CHECK(diagnose(r).find("spread over folds")->grade == Grade::fine);
  r.children.erase(r.children.begin());
  CHECK(diagnose(r).find("folds missing")->grade == Grade::warning);
  Record control = test::killed(4);
  set(control.settings, "train.control", "majority");
  CHECK(diagnose(control).find("control")->grade == Grade::note);
  CHECK(diagnose(control).find("no test set") == nullptr);
}
