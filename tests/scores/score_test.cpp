#include "framework/scores/score.h"

#include <limits>

#include "framework/base/error.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

namespace {
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("scores are scikit-learn's, also where classes are missing") {
  for (const auto& known : test::numbers("judged")) {
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < known["labels"].size(); ++i)
      predictions.push_back({static_cast<int>(i), known["labels"][i], known["probabilities"][i]});
    const auto ours = scores(predictions, static_cast<int>(known["confusion"].size()));
    CHECK(ours.size() == all_scores().size());
    for (const Score& score : all_scores()) test::check_same(ours.at(score.name), known[score.name]);
  }
}

TEST_CASE("a score alone is the one among all") {
  for (int number = 0; number < 16; ++number) {
    const Judged judged = test::Case(number).judged();
    for (const auto& [name, value] : scores(judged.predictions, judged.classes)) {
      const double alone = score(name, judged.predictions, judged.classes);
      CHECK((alone == value || (std::isnan(alone) && std::isnan(value))));
    }
  }
}

TEST_CASE("nothing judged, or a network that diverged, has no score rather than a bad one") {
  for (const std::vector<Prediction>& predictions :
       {std::vector<Prediction>{}, std::vector<Prediction>{{0, 0, {0.5, 0.5}}, {1, 0, {undefined, undefined}}}})
    for (const auto& [name, value] : scores(predictions, 2)) CHECK(std::isnan(value));
}

TEST_CASE("a certain mistake costs much, not infinity") {
  CHECK(scores({{0, 0, {0.0, 1.0}}}, 2).at("loss") == Approx(36.04).margin(0.01));
}

TEST_CASE("of equally probable classes the first is predicted") {
  CHECK(predicted({0, 0, {0.4, 0.4, 0.2}}) == 0);
  CHECK(predicted({0, 0, {0.1, 0.2, 0.7}}) == 2);
}

TEST_CASE("which value is better follows from the score") {
  CHECK(better("val/loss", 0.4, 0.5));
  CHECK_FALSE(better("val/loss", 0.5, 0.4));
  CHECK(better("test/accuracy", 0.5, 0.4));
  CHECK_FALSE(better("val/loss", 0.5, 0.5));
  CHECK_FALSE(better("val/accuracy", 0.5, 0.5));
  CHECK(better("val/loss", 0.4, worst("val/loss")));
  CHECK(better("val/macro_f1", 0.0, worst("val/macro_f1")));
}

TEST_CASE("an improvement may have to be larger than something") {
  CHECK(better("val/loss", 0.375, 0.5, 0.1));
  CHECK_FALSE(better("val/loss", 0.375, 0.5, 0.125));
  CHECK_FALSE(better("val/accuracy", 0.625, 0.5, 0.125));
}

TEST_CASE("NaN is never better, and nothing is better than it") {
  CHECK_FALSE(better("val/loss", undefined, 0.5));
  CHECK_FALSE(better("val/loss", 0.5, undefined));
  CHECK_FALSE(better("val/loss", undefined, worst("val/loss")));
}

TEST_CASE("a metric is a part and a score; anything else is answered with the nearest") {
  CHECK(score_of("train/balanced_accuracy").better == Direction::higher);
  CHECK(known_metric("val/loss"));
  for (const char* wrong : {"loss", "val_loss", "val/", "/loss", "validation/loss", "val/losses", ""})
    CHECK_FALSE(known_metric(wrong));
  try {
    score_of("val_loss");
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK(std::string(e.what()) == "there is no metric \"val_loss\"");
    CHECK(e.hint() == "did you mean \"val/loss\"?");
  }
}

TEST_CASE("a weighted loss is Σ w·ℓ / Σ w, of any part") {
  const std::vector<Prediction> predictions{{0, 0, {0.8, 0.2}}, {1, 1, {0.5, 0.5}}, {2, 1, {0.1, 0.9}}};
  CHECK(weighted_loss(predictions, {1, 3, 0.5}) ==
        Approx(-(std::log(0.8) + 3 * std::log(0.5) + 0.5 * std::log(0.9)) / 4.5));
  CHECK(weighted_loss(predictions, {2, 2, 2}) == Approx(scores(predictions, 2).at("loss")));
  CHECK(std::isnan(weighted_loss(predictions, {0, 0, 0})));
  CHECK(std::isnan(weighted_loss({{0, 0, {undefined, undefined}}}, {1})));
  CHECK(better("val/weighted_loss", 0.4, 0.5));
  CHECK(better("train_eval/accuracy", 0.5, 0.4));
  CHECK_THROWS_WITH(score_of("val/weighted_los"), Catch::Matchers::Contains("no metric"));
  CHECK_FALSE(known_metric("train/gradient_norm"));
}
