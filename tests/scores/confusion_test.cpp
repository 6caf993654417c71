#include "framework/scores/confusion.h"

#include "framework/scores/score.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

TEST_CASE("rates of each class are scikit-learn's") {
  for (const auto& known : test::numbers("judged")) {
    const int classes = static_cast<int>(known["confusion"].size());
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < known["labels"].size(); ++i)
      predictions.push_back({static_cast<int>(i), known["labels"][i], known["probabilities"][i]});
    const Confusion confusion(predictions, classes);
    for (int c = 0; c < classes; ++c) {
      for (int other = 0; other < classes; ++other) CHECK(confusion.at(c, other) == known["confusion"][c][other]);
      test::check_same(confusion.precision(c), known["precision"][c]);
      test::check_same(confusion.recall(c), known["recall"][c]);
      test::check_same(confusion.f1(c), known["f1"][c]);
    }
    CHECK(confusion.total() == static_cast<std::int64_t>(predictions.size()));
  }
}

TEST_CASE("rows are the truth and columns the prediction") {
  Confusion confusion(2);
  confusion.add(0, 1, 3);
  confusion.add(1, 1);
  CHECK(confusion.at(0, 1) == 3);
  CHECK(confusion.support(0) == 3);
  CHECK(confusion.predicted_as(1) == 4);
  CHECK(confusion.correct() == 1);
  CHECK(confusion.recall(0) == 0);
  CHECK(confusion.precision(1) == 0.25);
}

TEST_CASE("specificity is the share of the others that is not taken for a class") {
  Confusion confusion(3);
  confusion.add(0, 0, 5), confusion.add(1, 0, 2), confusion.add(1, 1, 3), confusion.add(2, 1, 3);
  CHECK(confusion.specificity(0) == 6.0 / 8);
  CHECK(confusion.specificity(2) == 1);
  CHECK(std::isnan(confusion.precision(2)));
  CHECK(confusion.macro(&Confusion::precision) == Approx((5.0 / 7 + 0.5) / 2));
  CHECK(confusion.weighted(&Confusion::precision) == Approx((5 * 5.0 / 7 + 5 * 0.5) / 10));
  Confusion one(2);
  one.add(1, 1, 4);
  CHECK(std::isnan(one.specificity(1)));
  CHECK(one.specificity(0) == 1);
}

TEST_CASE("a network that names one class agrees with the truth no better than chance, and correlates with nothing") {
  Confusion collapsed(2);
  collapsed.add(0, 0, 7), collapsed.add(1, 0, 3);
  CHECK(collapsed.kappa() == 0);
  CHECK(std::isnan(collapsed.mcc()));
  Confusion single(2);
  single.add(1, 1, 3);
  CHECK(std::isnan(single.kappa()));
  CHECK(std::isnan(single.mcc()));
}

TEST_CASE("an empty matrix has no rates") {
  const Confusion confusion(3);
  CHECK(std::isnan(confusion.accuracy()));
  CHECK(std::isnan(confusion.balanced_accuracy()));
  CHECK(std::isnan(confusion.macro_f1()));
  CHECK(std::isnan(confusion.precision(0)));
  CHECK(std::isnan(confusion.specificity(0)));
  CHECK(std::isnan(confusion.kappa()));
  CHECK(std::isnan(confusion.mcc()));
}
