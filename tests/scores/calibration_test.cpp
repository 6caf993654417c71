#include "framework/scores/calibration.h"

#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/others.h"

using namespace xp;

namespace {

/// Two classes: the truth, and how sure the network is of the first.
Judged said(const std::vector<std::pair<int, double>>& images) {
  Judged out{2};
  for (const auto& [label, p] : images) out.predictions.push_back({out.images(), label, {p, 1 - p}});
  return out;
}

}  // namespace

TEST_CASE("the temperature is where the derivative of the log loss is zero, as SciPy finds it") {
  const auto& known = test::others();
  const std::size_t place = known["overall"].size() - 1;
  REQUIRE(known["overall"][place] == "temperature");
  for (int number = 0; number < 200; ++number)
    test::check_like(temperature(test::Case(number).judged()),
                     known["cases"][static_cast<std::size_t>(number)]["overall"][place], "temperature", number);
}

TEST_CASE("logits that were multiplied by three should be divided by it") {
  Judged sharp = test::Case(20).judged();
  const double before = temperature(sharp);
  for (Prediction& p : sharp.predictions) {
    double sum = 0;
    for (double& v : p.probabilities) sum += v = v * v * v;
    for (double& v : p.probabilities) v /= sum;
  }
  CHECK(temperature(sharp) == Approx(3 * before).epsilon(1e-9));
}

TEST_CASE("no temperature is best where all are right, all are wrong or nothing is said") {
  CHECK(std::isnan(temperature(said({{0, 0.9}, {1, 0.2}}))));
  CHECK(std::isnan(temperature(said({{1, 0.9}, {0, 0.2}}))));
  CHECK(std::isnan(temperature(said({{1, 0.5}, {0, 0.5}}))));
  CHECK(std::isnan(temperature(Judged{2})));
}

TEST_CASE("a network that is right 3 times of 4 and says 0.75 is calibrated") {
  const Calibration c = calibration(said({{0, 0.75}, {0, 0.75}, {1, 0.75}, {0, 0.75}}));
  CHECK(c.ece == 0);
  CHECK(c.adaptive_ece == 0);
  CHECK(c.temperature == Approx(1));
  CHECK(c.confidence == 0.75);
  CHECK(c.accuracy == 0.75);
}

TEST_CASE("a confidence on an edge belongs to the bin below, and certainty to the last") {
  const Calibration c = calibration(said({{0, 0.6}, {0, 0.7}, {1, 1.0}, {0, 0.61}}));
  REQUIRE(c.bins.size() == 10);
  CHECK(c.bins[5].images == 1);
  CHECK(c.bins[6].images == 2);
  CHECK(c.bins[9].images == 1);
  CHECK(c.bins[9].accuracy == 0);
  CHECK(std::isnan(c.bins[7].accuracy));
}

TEST_CASE("adaptive bins hold like many images, and equal confidences stay together whatever their order") {
  std::vector<std::pair<int, double>> images;
  for (int i = 0; i < 20; ++i) images.push_back({i % 2, 0.51 + 0.01 * i});
  for (const Bin& bin : adaptive_bins(said(images))) CHECK(bin.images == 2);
  for (auto& [label, p] : images) p = p < 0.6 ? 0.55 : p;
  const std::vector<Bin> bins = adaptive_bins(said(images));
  CHECK(bins.front().images == 9);
  CHECK(bins.front().low == 0.55);
  CHECK(bins.front().high == 0.55);
  std::reverse(images.begin(), images.end());
  CHECK(calibration_error(adaptive_bins(said(images))) == Approx(calibration_error(bins)).epsilon(1e-14));
}

TEST_CASE("nothing said is nothing calibrated") {
  const Calibration c = calibration(Judged{2});
  CHECK(c.bins.empty());
  CHECK(c.adaptive_bins.empty());
  for (const double v : {c.ece, c.adaptive_ece, c.confidence, c.accuracy, c.temperature, brier(Judged{2})})
    CHECK(std::isnan(v));
}

TEST_CASE("the Brier score is 0 for certainty, 2 for a certain mistake") {
  CHECK(brier(said({{0, 1.0}})) == 0);
  CHECK(brier(said({{1, 1.0}})) == 2);
  CHECK(brier(said({{0, 0.5}})) == 0.5);
}
