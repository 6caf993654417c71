// What another tool's curves are read as.
#include "framework/run/imports/history.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/error.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

ImportedHistory read(const std::string& text, const std::map<std::string, std::string>& columns = {}) {
  return history_from(read_csv(text, "log.csv"), "log.csv", columns);
}

std::string refusal(const std::string& text, const std::map<std::string, std::string>& columns = {}) {
  try {
    read(text, columns);
  } catch (const Error& e) {
    return e.whole();
  }
  return "";
}

std::vector<double> values(const Series& series) {
  std::vector<double> out;
  for (const Point& p : series) out.push_back(p.value);
  return out;
}

}  // namespace

TEST_CASE("Keras' CSVLogger counts from 0, xp from 1") {
  const ImportedHistory h =
      history_from(read_csv_file(XP_SOURCE_DIR "/tests/run/imports/fixtures/keras_log.csv"), "log.csv");
  CHECK(h.epochs == 30);
  CHECK(h.metrics.size() == 4);
  CHECK(h.metrics.at("train/loss").front().at == 1);
  CHECK(h.metrics.at("train/loss").back().value == Approx(0.0199).epsilon(1e-6));
  CHECK(h.metrics.at("val/accuracy").back().value == Approx(5 / 7.0).epsilon(1e-6));
  CHECK(h.telemetry.at("rate").size() == 30);
  REQUIRE(h.remarks.size() == 1);
  CHECK_THAT(h.remarks[0], Contains("count from 0"));
}

TEST_CASE("Lightning's rows complete each other, and fastai's accuracy is that of validation") {
  const auto lightning =
      read("epoch,step,train_loss,val_acc,val_loss\n0,9,,0.5,0.7\n0,9,0.9,,\n1,19,,0.6,0.6\n1,19,0.8,,\n");
  CHECK(values(lightning.metrics.at("train/loss")) == std::vector<double>{0.9, 0.8});
  CHECK(values(lightning.metrics.at("val/accuracy")) == std::vector<double>{0.5, 0.6});
  const auto fastai = read("epoch,train_loss,valid_loss,accuracy,time\n0,0.9,0.8,0.5,00:12\n1,0.7,0.7,0.75,00:12\n");
  CHECK(values(fastai.metrics.at("val/accuracy")) == std::vector<double>{0.5, 0.75});
  CHECK(fastai.metrics.count("train/accuracy") == 0);
  CHECK_THAT(fastai.remarks.at(1), Contains("accuracy is taken for that of validation"));
  CHECK_THAT(fastai.remarks.back(), Contains("not used: time"));
}

TEST_CASE("scores that xp does not know keep their names, and columns may be said") {
  const auto h =
      read("Epoch;Loss;val_dice;Trefferquote\n1;0,5;0,7;0,8\n2;NaN;inf;0,9\n", {{"val/accuracy", "Trefferquote"}});
  CHECK(std::isnan(h.metrics.at("train/loss")[1].value));
  CHECK(std::isinf(h.metrics.at("val/dice")[1].value));
  CHECK(values(h.metrics.at("val/accuracy")) == std::vector<double>{0.8, 0.9});
  CHECK_THAT(h.remarks.at(0), Contains("judged by nothing: val/dice"));
  CHECK_THAT(refusal("epoch,loss\n1,2\n", {{"val/acuracy", "loss"}}), Contains("val/accuracy"));
}

TEST_CASE("rows without a column epoch are epochs, and missing ones stay missing") {
  CHECK(read("loss\n3\n2\n1\n").metrics.at("train/loss").back().at == 3);
  const auto gaps = read("epoch,loss\n1,3\n5,2\n3,1\n");
  CHECK(gaps.epochs == 5);
  CHECK(values(gaps.metrics.at("train/loss")) == std::vector<double>{3, 1, 2});
}

TEST_CASE("curves that cannot be are refused with line and column") {
  CHECK_THAT(refusal("epoch,loss\n1,2\n1,3\n"), Contains("log.csv, line 3, column loss: epoch 1 was told in line 2"));
  CHECK_THAT(refusal("epoch,accuracy\n1,71.4\n"),
             Contains("line 2, column accuracy: 71.4 is no share") && Contains("divided by 100"));
  CHECK_THAT(refusal("epoch,loss\n1,low\n"), Contains("line 2, column loss: \"low\" is no number"));
  CHECK_THAT(refusal("epoch,loss\n1.5,2\n"), Contains("1.5 is no epoch"));
  CHECK_THAT(refusal("epoch,loss\n-1,2\n"), Contains("-1 is no epoch"));
  CHECK_THAT(refusal("epoch,acc,accuracy\n1,0.5,0.6\n"), Contains("two columns are train/accuracy"));
  CHECK(
      read("epoch,acc,accuracy\n1,0.5,0.6\n", {{"train/accuracy", "accuracy"}}).metrics.at("train/accuracy")[0].value ==
      0.6);
  CHECK_THAT(refusal("epoch,who\n1,me\n"), Contains("holds no curve"));
  CHECK_THAT(refusal(""), Contains("is empty"));
}

TEST_CASE("what was not recorded is no NaN, and batches are no epochs") {
  const auto h = read("epoch,loss,val_loss\n0,2,NA\n1,1,0.5\n2,nan,null\n");
  CHECK(h.metrics.at("val/loss").size() == 1);
  CHECK(std::isnan(h.metrics.at("train/loss").back().value));
  std::string batches = "loss\n";
  for (int i = 0; i < 20000; ++i) batches += "1\n";
  CHECK_THAT(refusal(batches), Contains("20000 rows") && Contains("batches?"));
}

TEST_CASE("predictions are no curves") {
  for (const char* text : {"image,label,prediction\na,1,0\n", "y_true,y_pred\n1,0\n", "image,class,p_A,p_B\na,A,1,0\n"})
    CHECK_THAT(refusal(text), Contains("looks like predictions") && Contains("xp import predictions log.csv"));
}

TEST_CASE("what was taken for what is told") {
  CHECK(read("epoch,loss,val_acc,lr\n1,2,0.5,0.1\n").understood ==
        "1 epoch: train/loss = loss, val/accuracy = val_acc, rate = lr");
}

TEST_CASE("a test curve is remarked on") {
  CHECK_THAT(read("epoch,loss,test_loss\n1,2,3\n").remarks.at(0), Contains("looked at every epoch"));
}

TEST_CASE("which weights were kept is said by a number or a curve") {
  const auto h = read("epoch,loss,val_loss\n1,3,2\n2,2,1\n3,1,2\n");
  CHECK(kept_epoch(h, "") == 3);
  CHECK(kept_epoch(h, "last") == 3);
  CHECK(kept_epoch(h, "1") == 1);
  CHECK(kept_epoch(h, "val/loss") == 2);
  CHECK_THROWS_WITH(kept_epoch(h, "4"), Contains("epochs 1 to 3"));
  CHECK_THROWS_WITH(kept_epoch(h, "val/accuracy"), Contains("no such curve"));
}

TEST_CASE("an accuracy that so many images cannot give is told") {
  const auto h = read("epoch,val_accuracy\n1,0.7143\n2,0.5714285969734192\n");
  CHECK(misfit(h, 7).empty());
  CHECK(misfit(h, 14).empty());
  CHECK_THAT(misfit(h, 8), Contains("0.7143 at epoch 1 is no share of 8 images"));
}
