#include "reports/comparison/folds.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/records.h"

using namespace xp;

namespace {

/// Five folds that miss so many of their 40 test images each.
std::vector<Record> folds(int first, const std::vector<int>& missed) {
  std::vector<Record> out;
  for (std::size_t i = 0; i < missed.size(); ++i) {
    out.push_back(test::healthy(first + static_cast<int>(i), missed[i], 0, {160, 0, 40}));
    out.back().run.role = "fold " + std::to_string(i + 1);
  }
  return out;
}

const std::vector<std::string> classes{"Normal", "Scoliosis", "Spondylolisthesis"};

Record parent(int id) {
  Record out = test::healthy(id);
  out.test.clear(), out.validation.clear(), out.samples.clear();
  set(out.settings, "split.folds", 5);
  for (int fold = 1; fold <= 5; ++fold)
    out.children.push_back({id + fold, "fold " + std::to_string(fold), Status::finished, 3, 40, {}});
  return out;
}

}  // namespace

TEST_CASE("folds pair with folds, and their overlap widens the interval") {
  const FoldByFold f = fold_by_fold(folds(11, {8, 6, 7, 9, 5}), folds(21, {4, 4, 4, 4, 4}), {{"accuracy"}}, classes);
  REQUIRE(f.differences.size() == 1);
  const std::vector<double> steps{4 / 40., 2 / 40., 3 / 40., 5 / 40., 1 / 40.};
  CHECK(f.differences[0].mean == Approx(3 / 40.));
  CHECK(f.differences[0].p == Approx(over_folds(steps, 0.25).p));
  CHECK(f.differences[0].p > over_folds(steps, 0).p);
}

TEST_CASE("folds of another split are not paired, and it is said which") {
  std::vector<Record> other = folds(21, {1, 1, 1, 1, 1});
  other[2].samples[static_cast<std::size_t>(other[2].test[0].sample)].sha256 = std::string(64, '7');
  const FoldByFold f = fold_by_fold(folds(11, {1, 1, 1, 1, 1}), other, {{"accuracy"}}, classes);
  CHECK(f.differences.empty());
  CHECK_THAT(f.obstacle, Catch::StartsWith("fold 3 was tested on other images"));
}

TEST_CASE("runs whose images are in several tests are compared by their folds alone") {
  const std::vector<Record> runs{parent(10), parent(20)};
  Comparing with;
  with.folds = {folds(11, {9, 8, 9, 10, 9}), folds(21, {1, 2, 1, 1, 0})};
  const Comparison c = compare(runs, with);
  REQUIRE(c.pairs.at(0).comparable);
  CHECK(c.pairs[0].by.test == PairedTest::folds);
  CHECK(c.scores[0].figures[1].value == Approx(39 / 40.));
  CHECK(c.scores[0].figures[1].method == Method::folds);
  CHECK_THAT(c.verdict, Catch::StartsWith("run20 is better than run10 over 5 folds (difference 20.0 points, 95 % "));
}

TEST_CASE("every run's score stands fold by fold, with a hole where it has no such fold") {
  std::vector<Record> second = folds(21, {4, 8, 12});
  second[2].run.role = "fold 9";
  const EachFold each = each_fold({folds(11, {2, 4}), second, {}}, {"accuracy"}, classes);
  CHECK(each.folds == std::vector<std::string>{"fold 1", "fold 2", "fold 9"});
  REQUIRE(each.scores.size() == 3);
  CHECK(each.scores[0][1] == Approx(36 / 40.));
  CHECK(std::isnan(each.scores[0][2]));
  CHECK(each.scores[1] == std::vector<double>{36 / 40., 32 / 40., 28 / 40.});
  CHECK(std::isnan(each.scores[2][0]));
}
