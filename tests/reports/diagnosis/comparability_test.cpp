#include <catch2/catch.hpp>
#include <cmath>

#include "reports/diagnosis/diagnosis.h"
#include "tests/support/records.h"

using namespace xp;
using test::series;

namespace {

/// Validation 10 points ahead, on 200 images.
Record ahead() {
  Record r = test::healthy(1);
  r.metrics["train/accuracy"] = series(20, [](int) { return 0.85; });
  r.metrics["val/accuracy"] = series(20, [](int) { return 0.95; });
  set(r.settings, "model.dropout", 0.0), set(r.settings, "transform", "resize,normalise");
  return r;
}

const char* finding = "validation better than training";

}  // namespace

TEST_CASE("validation ahead with nothing that holds training back is easier, or was seen") {
  const Diagnosis d = diagnose(ahead());
  REQUIRE(d.find(finding));
  CHECK(d.find(finding)->grade == Grade::warning);
  CHECK_THAT(d.find(finding)->sentence, Catch::Contains("95.0 %, is above training accuracy, 85.0 %"));
}

TEST_CASE("dropout and augmentation hold training back while it is measured: which, is told") {
  Record r = ahead();
  set(r.settings, "model.dropout", 0.5);
  CHECK(diagnose(r).find(finding)->grade == Grade::note);
  CHECK_THAT(diagnose(r).find(finding)->sentence, Catch::Contains("by dropout 0.5."));
  set(r.settings, "transform", "resize,rotate");
  CHECK_THAT(diagnose(r).find(finding)->sentence, Catch::Contains("by dropout 0.5 and augmentation."));
}

TEST_CASE("training judged again as validation is settles which it was") {
  Record r = ahead();
  set(r.settings, "model.dropout", 0.5);
  r.metrics["train_eval/accuracy"] = series(20, [](int) { return 0.96; });
  CHECK(diagnose(r).find(finding)->grade == Grade::note);
  CHECK_THAT(diagnose(r).find(finding)->sentence, Catch::Contains("judged as validation is, it has 96.0 %"));
  r.metrics["train_eval/accuracy"] = series(20, [](int) { return 0.86; });
  CHECK(diagnose(r).find(finding)->grade == Grade::warning);
}

TEST_CASE("few validation images are ahead by chance, and without settings nothing is accused") {
  Record r = ahead();
  r.samples.resize(620);  // 20 of validation
  r.test.clear(), r.validation.clear();
  CHECK_FALSE(diagnose(r).find(finding));
  r = ahead();
  r.settings.clear();
  CHECK(diagnose(r).find(finding)->grade == Grade::note);
}

TEST_CASE("blended training images make the curves' distance mean nothing, unless training was judged again") {
  Record r = test::healthy(1);
  set(r.settings, "transform", "resize,mixup");
  CHECK(diagnose(r).find("losses not comparable")->grade == Grade::note);
  r.metrics["train_eval/loss"] = r.metrics["train/loss"];
  CHECK_FALSE(diagnose(r).find("losses not comparable"));
}

TEST_CASE("another tool's training loss, larger at no lower accuracy, is of another kind") {
  Record r;
  r.run.status = Status::finished;
  r.metrics["train/accuracy"] = r.metrics["val/accuracy"] = series(10, [](int) { return 0.9; });
  r.metrics["train/loss"] = series(10, [](int) { return 1.2; });
  r.metrics["val/loss"] = series(10, [](int) { return 0.3; });
  CHECK(diagnose(r).find("losses not comparable")->grade == Grade::warning);
  r.metrics["train/loss"] = series(10, [](int) { return 0.35; });
  CHECK_FALSE(diagnose(r).find("losses not comparable"));
  r.metrics["val/loss"] = series(10, [](int) { return 0.02; });  // below 10 % · ln 2
  r.metrics["train/loss"] = series(10, [](int) { return 0.1; });
  CHECK_THAT(diagnose(r).find("losses not comparable")->sentence, Catch::StartsWith("The validation loss, 0.02"));
}

TEST_CASE("where classes weigh, overfitting goes by the losses weighted as in training") {
  Record r = test::healthy(1);
  r.metrics["train/weighted_loss"] = r.metrics["train/loss"];
  r.metrics["val/weighted_loss"] = series(20, [](int e) { return 0.4 + (e > 8 ? 0.06 * (e - 8) : 0.02 * (8 - e)); });
  CHECK(diagnose(r).onset == 9);
}

TEST_CASE("an import that names its model is another tool's all the same") {
  Record r = ahead();
  set(r.settings, "imported", "history.csv");
  CHECK(diagnose(r).find(finding)->grade == Grade::note);
}

TEST_CASE("one epoch accuses nobody: its training accuracy is a mean while the weights moved") {
  Record r = ahead();
  for (auto& [name, points] : r.metrics) points.resize(std::min<std::size_t>(1, points.size()));
  CHECK_FALSE(diagnose(r).find(finding));
}
