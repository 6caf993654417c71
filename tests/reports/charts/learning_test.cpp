#include "reports/charts/learning.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/charts.h"
#include "tests/support/records.h"

using namespace xp;
using test::layer;
using test::numbers;
using test::the_chart;
using test::the_layer;

namespace {

std::vector<Chart> charts_of(const Material& run) {
  std::vector<Chart> out = learning_charts(run, diagnose(run.record, run.parts));
  for (const Chart& chart : out) test::check_whole(chart);
  return out;
}

}  // namespace

TEST_CASE("loss and accuracy show training, validation and the gap between them, on one axis and in one group") {
  const Material run{test::reference000()};
  const std::vector<Chart> charts = charts_of(run);
  REQUIRE(charts.size() == 2);
  for (const Chart& chart : charts) {
    CHECK(numbers(chart, "epoch").size() == 30);
    CHECK(chart.group == "learning");
    CHECK(chart.x.low == 0);
    CHECK(chart.x.high == 30);
    CHECK(the_layer(chart, "gap").shape == Shape::band);
    CHECK(the_layer(chart, "training").colour != the_layer(chart, "validation").colour);
  }
  CHECK(numbers(charts[0], "training").back() == 0.0199);
  CHECK(numbers(charts[0], "validation").back() == 2.4527);
  CHECK(numbers(charts[0], "validation less training").back() == Approx(2.4527 - 0.0199));
  CHECK(numbers(charts[1], "training less validation").back() == Approx(1 - 5.0 / 7));
  CHECK(charts[0].log_switch);
  CHECK_FALSE(charts[1].log_switch);
}

TEST_CASE("the kept epoch, the onset of overfitting and an early end are marked; those of one epoch together") {
  Material run{test::reference000()};
  run.record.run.epochs_planned = 50;
  const Diagnosis diagnosis = diagnose(run.record);
  REQUIRE(diagnosis.onset > 0);
  const Chart loss = the_chart(learning_charts(run, diagnosis), "loss");
  REQUIRE(loss.marks.size() == 3);
  CHECK(loss.marks[0].text == "kept: epoch 8");
  CHECK(loss.marks[1].text == "overfitting sets in: epoch " + std::to_string(diagnosis.onset));
  CHECK(loss.marks[2].text == "stopped: epoch 30");
  CHECK(the_layer(loss, "validation").dot == 8);

  run.record.run.chosen_epoch = 30;
  const Chart late = the_chart(learning_charts(run, diagnosis), "loss");
  REQUIRE(late.marks.size() == 2);
  CHECK(late.marks[1].text == "kept, stopped: epoch 30");
  run.record.run.status = Status::running;
  CHECK(the_chart(learning_charts(run, diagnosis), "loss").marks[1].text == "kept: epoch 30");
}

TEST_CASE("weighted losses and the gap's figures stand beside the plain ones, hidden until they are asked for") {
  Material run{test::reference000()};
  CHECK_FALSE(layer(the_chart(charts_of(run), "loss"), "training, weighted"));
  run.record.metrics["train/weighted_loss"] = test::series(30, [](int e) { return 1.0 / e; });
  run.record.metrics["val/weighted_loss"] = test::series(30, [](int e) { return 2.0 / e; });
  const Chart loss = the_chart(charts_of(run), "loss");
  CHECK(the_layer(loss, "training, weighted").hidden);
  CHECK(the_layer(loss, "validation, weighted").hidden);
  CHECK(the_layer(loss, "validation less training").hidden);
  CHECK_FALSE(the_layer(loss, "validation").hidden);
}

TEST_CASE("where training was judged again, the gap is measured from there") {
  Material run{test::healthy(1)};
  run.record.metrics["train_eval/accuracy"] = test::series(20, [](int) { return 1.0; });
  const Chart accuracy = the_chart(charts_of(run), "accuracy");
  CHECK(the_layer(accuracy, "gap").low == "training, judged again");
  CHECK(numbers(accuracy, "training less validation")[4] == Approx(1 - run.record.metrics["val/accuracy"][4].value));
}

TEST_CASE("other scores of validation are one chart, those of another scale hidden at first") {
  Material run{test::healthy(1)};
  CHECK_FALSE(test::chart(charts_of(run), "other-scores"));
  for (const char* score : {"balanced_accuracy", "macro_f1", "auc", "mcc", "kappa", "brier"})
    run.record.metrics[std::string("val/") + score] = test::series(20, [](int e) { return 0.04 * e; });
  const Chart others = the_chart(charts_of(run), "other-scores");
  CHECK(others.title == "Other scores of validation");
  for (const char* shown : {"balanced accuracy", "macro F1", "AUC"}) CHECK_FALSE(the_layer(others, shown).hidden);
  for (const char* hidden : {"MCC", "kappa", "brier (lower is better)"}) CHECK(the_layer(others, hidden).hidden);
}

TEST_CASE("batches come to the loss where few epochs are in view, at fractions of epochs") {
  Material run{test::healthy(1)};
  run.steps["train/objective"] = test::series(200, [](int s) { return 1.0 / s; });
  const Chart loss = the_chart(charts_of(run), "loss");
  const Layer& batches = the_layer(loss, "each batch's objective");
  CHECK(batches.close);
  CHECK(numbers(loss, batches.x)[4] == 0.5);
  CHECK(numbers(loss, batches.x).back() == 20);
  CHECK_THAT(loss.reading, Catch::Contains("zoomed in, the batches appear"));
}

TEST_CASE("of a run of one epoch the batches are shown at once, with its figures as points") {
  Material run{test::healthy(1)};
  for (auto& [metric, points] : run.record.metrics) points.resize(1);
  run.record.run.epochs = run.record.run.epochs_planned = run.record.run.chosen_epoch = 1;
  run.steps["train/objective"] = test::series(40, [](int s) { return 1.0 / s; });
  const Chart loss = the_chart(charts_of(run), "loss");
  CHECK(the_layer(loss, "validation").shape == Shape::dots);
  CHECK_FALSE(the_layer(loss, "each batch's objective").close);
  CHECK(loss.x.high == 1);
  CHECK_FALSE(layer(loss, "gap"));
  CHECK_THAT(loss.reading, !Catch::Contains("shade"));
  CHECK(charts_of(run).size() == 1);
  run.steps.clear();
  CHECK(charts_of(run).empty());  // its figures stand among the scores
}

TEST_CASE("NaN leaves a hole that is told, no validation no gap, and nothing at all no chart") {
  Material run{test::reference000()};
  run.record.metrics["val/loss"][4].value = test::nan;
  run.record.metrics["val/accuracy"].clear();
  const std::vector<Chart> charts = charts_of(run);
  CHECK(std::isinf(numbers(the_chart(charts, "loss"), "validation")[4]));
  CHECK(std::isnan(numbers(the_chart(charts, "loss"), "validation less training")[4]));
  CHECK_FALSE(layer(the_chart(charts, "accuracy"), "gap"));
  CHECK_THAT(the_chart(charts, "accuracy").reading, Catch::Contains("nothing was held out"));
  for (auto& [metric, points] : run.record.metrics)
    for (Point& p : points) p.value = test::nan;
  CHECK(charts_of(run).empty());
  CHECK(charts_of({Record{}}).empty());
}

TEST_CASE("what another tool judged by its test in every epoch is drawn as the test's curve") {
  Material run{test::reference000()};
  CHECK_FALSE(layer(the_chart(charts_of(run), "loss"), "test"));  // its test has one point
  run.record.metrics["test/loss"] = test::series(30, [](int e) { return 1.0 / e; });
  CHECK(the_layer(the_chart(charts_of(run), "loss"), "test").shape == Shape::dashed);
}
