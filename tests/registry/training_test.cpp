// Class weights, balance, losses, optimizers and schedules.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "framework/experiment.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

namespace {

template <class T>
std::shared_ptr<T> make(const Choice& choice) {
  return Registry::global().make<T>(choice);
}

std::vector<double> weights(const Choice& choice, const std::vector<std::int64_t>& counts) {
  return make<ClassWeight>(choice)->weights(counts);
}

}  // namespace

TEST_CASE("balanced class weights are scikit-learn's") {
  for (const auto& known : test::numbers("class_weights")) {
    const std::vector<double> ours = weights("balanced", known["counts"]);
    for (std::size_t c = 0; c < ours.size(); ++c) test::check_same(ours[c], known["weights"][c]);
  }
}

TEST_CASE("a class without training samples weighs nothing and leaves the others balanced") {
  CHECK(weights("balanced", {10, 0, 10}) == std::vector<double>{1, 0, 1});
}

TEST_CASE("weights by the effective number of samples are as the paper's series gives them") {
  for (const auto& known : test::numbers("effective_number")) {
    const std::vector<double> ours =
        weights({"effective_number", {{"beta", known["beta"].get<double>()}}}, known["counts"]);
    for (std::size_t c = 0; c < ours.size(); ++c)
      CHECK(ours[c] == Approx(known["weights"][c].get<double>()).epsilon(1e-9));
  }
  CHECK(weights("effective_number", {10, 0, 10}) == std::vector<double>{1, 0, 1});
}

TEST_CASE("fixed class weights are as written, one a class") {
  CHECK(weights({"fixed", {{"weights", "5:1"}}}, {3, 12}) == std::vector<double>{5, 1});
  CHECK(weights({"fixed", {{"weights", "2.5:1:0.5"}}}, {1, 1, 1}) == std::vector<double>{2.5, 1, 0.5});
  CHECK_THROWS_WITH(weights({"fixed", {{"weights", "5:1"}}}, {1, 1, 1}), Catch::Contains("2 weights for 3 classes"));
  for (const char* wrong : {"5:x", "5:", "", "5:-1", "5:0", "5,1"})
    CHECK_THROWS_WITH(weights({"fixed", {{"weights", wrong}}}, {1, 1}), Catch::Contains("is not a number above 0"));
}

TEST_CASE("without weights every class weighs 1") { CHECK(weights("none", {3, 12}) == std::vector<double>{1, 1}); }

TEST_CASE("oversampling makes classes equal, and sees no sample more than once oftener than its neighbour") {
  std::vector<int> labels(100, 1);
  for (const int i : {3, 10, 20, 30, 40, 50, 60}) labels[static_cast<std::size_t>(i)] = 0;  // 7 against 93
  Random random(1, "balance");
  std::map<int, int> seen;
  for (const int i : make<Balance>("oversample")->draw(labels, random)) ++seen[i];
  int minority = 0;
  for (const auto& [i, times] : seen) {
    const bool rare = labels[static_cast<std::size_t>(i)] == 0;
    CHECK((rare ? times == 13 || times == 14 : times == 1));  // 93 = 13·7 + 2
    if (rare) minority += times;
  }
  CHECK(seen.size() == 100);
  CHECK(minority == 93);
}

TEST_CASE("the remainder of oversampling is drawn anew each epoch") {
  const std::vector<int> labels = {0, 0, 0, 0, 0, 1, 1, 1};
  std::set<std::vector<int>> drawn;
  for (std::uint32_t epoch = 0; epoch < 30; ++epoch) {
    Random random(1, "balance", epoch);
    std::vector<int> one = make<Balance>("oversample")->draw(labels, random);
    std::sort(one.begin(), one.end());
    drawn.insert(one);
  }
  CHECK(drawn.size() == 3);  // two of the three are drawn once more
}

TEST_CASE("undersampling takes as many of each class as the smallest has, others each epoch") {
  const std::vector<int> labels = {0, 1, 1, 1, 1, 1, 0, 0, 2, 2, 2, 2};
  std::set<int> seen;
  for (std::uint32_t epoch = 0; epoch < 30; ++epoch) {
    Random random(1, "balance", epoch);
    const std::vector<int> drawn = make<Balance>("undersample")->draw(labels, random);
    CHECK(std::set<int>(drawn.begin(), drawn.end()).size() == 9);
    std::map<int, int> of_class;
    for (const int i : drawn) ++of_class[labels[static_cast<std::size_t>(i)]];
    CHECK(of_class == std::map<int, int>{{0, 3}, {1, 3}, {2, 3}});
    seen.insert(drawn.begin(), drawn.end());
  }
  CHECK(seen.size() == labels.size());
}

TEST_CASE("a weighted sampler draws as many samples as there are, each class equally often, each sample of it too") {
  std::vector<int> labels(1000, 1);
  for (std::size_t i = 0; i < 100; ++i) labels[10 * i] = 0;
  std::map<int, int> seen;
  int rare = 0;
  for (std::uint32_t epoch = 0; epoch < 100; ++epoch) {
    Random random(1, "balance", epoch);
    const std::vector<int> drawn = make<Balance>("weighted")->draw(labels, random);
    REQUIRE(drawn.size() == 1000);
    for (const int i : drawn) ++seen[i], rare += labels[static_cast<std::size_t>(i)] == 0;
  }
  CHECK(std::abs(rare - 50000) < 5 * 158);  // five standard deviations of a binomial
  for (const auto& [i, times] : seen) {
    const double expected = labels[static_cast<std::size_t>(i)] == 0 ? 500 : 50000 / 900.0;
    CHECK(std::abs(times - expected) < 6 * std::sqrt(expected));
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("without balancing every sample is drawn once") {
  Random random(1, "balance");
  CHECK(make<Balance>("none")->draw({1, 0, 1}, random) == std::vector<int>{0, 1, 2});
  for (const char* name : {"oversample", "undersample", "weighted"})
    CHECK(make<Balance>(name)->draw({}, random).empty());
}

TEST_CASE("binary cross-entropy has one output and is for two classes") {
  CHECK(make<Loss>("binary_cross_entropy")->outputs(2) == 1);
  CHECK_THROWS_WITH(make<Loss>("binary_cross_entropy")->outputs(3), Catch::Contains("two classes apart, not 3"));
  CHECK(make<Loss>("cross_entropy")->outputs(3) == 3);
}

TEST_CASE("optimizers hand on their settings") {
  const UpdateRule adam = make<Optimizer>({"adam", {{"rate", 1e-4}, {"weight_decay", 0.01}}})->rule();
  CHECK(adam.rule == UpdateRule::adam);
  CHECK(adam.rate == 1e-4);
  CHECK(adam.weight_decay == 0.01);
  CHECK(adam.beta2 == 0.999);
  const UpdateRule sgd = make<Optimizer>({"sgd", {{"nesterov", true}}})->rule();
  CHECK(sgd.rule == UpdateRule::sgd);
  CHECK(sgd.momentum == 0.9);
  CHECK(sgd.nesterov);
  CHECK_THROWS_AS(make<Optimizer>({"sgd", {{"nesterov", true}, {"momentum", 0}}})->rule(), Error);
}

TEST_CASE("a cosine falls from 1 over a half to 0") {
  const auto cosine = make<Schedule>("cosine");
  CHECK(cosine->factor({0, 100}) == 1);
  CHECK(cosine->factor({50, 100}) == Approx(0.5));
  CHECK(cosine->factor({99, 100}) == Approx(0).margin(0.001));
  CHECK(cosine->factor({0, 1}) == 1);
  CHECK(make<Schedule>("constant")->factor({99, 100}) == 1);
}
