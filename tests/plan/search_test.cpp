// Axes that are drawn from: which values, how they are told from a grid's, and that draws stay what they were.
#include "framework/plan/search.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "framework/plan/expand.h"
#include "framework/plan/order.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Experiment rates() {
  Experiment e = test::tiny();
  e.sweep("optimizer.rate", log_uniform(1e-5, 1e-2)).sweep("model.dropout", uniform(0, 0.5));
  return e;
}

std::vector<Plan> drawn(Experiment e, const Search& search, const Overrides& overrides = {}) {
  e.search(search);
  return expand(e, "e", overrides);
}

std::string said(const Plan& plan, const std::string& name) { return find(flattened(plan), name)->text(); }

std::vector<std::string> identities(const std::vector<Plan>& plans, std::size_t n) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(identity_hash(plans[i]));
  return out;
}

}  // namespace

TEST_CASE("more trials continue the sequence of fewer") {
  const auto few = drawn(rates(), random(5, 3)), many = drawn(rates(), random(12, 3));
  REQUIRE(few.size() == 5);
  REQUIRE(many.size() == 12);
  CHECK(identities(few, 5) == identities(many, 5));
  CHECK(identities(drawn(rates(), random(5, 4)), 5) != identities(few, 5));
  CHECK(identities(drawn(rates(), random(5, 3), {.trials = 12}), 12) == identities(many, 12));
}

TEST_CASE("draws are the same on every machine") {
  const auto plans = drawn(rates(), random(3, 1));
  CHECK(said(plans[0], "optimizer.rate") == "1.101e-05");
  CHECK(said(plans[1], "optimizer.rate") == "3.485e-05");
  CHECK(said(plans[2], "model.dropout") == "0.02795");
}

TEST_CASE("setting one axis leaves the draws of the others") {
  const auto both = drawn(rates(), random(4, 9)), one = drawn(rates(), random(4, 9), {.set = {{"model.dropout", 0.1}}});
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(said(both[i], "optimizer.rate") == said(one[i], "optimizer.rate"));
    CHECK(said(one[i], "model.dropout") == "0.1");
  }
}

TEST_CASE("each distribution draws what its name says") {
  Random stream(1, "test");
  int below = 0;
  std::set<std::int64_t> whole;
  for (int i = 0; i < 4000; ++i) {
    const double rate = *log_uniform(1e-5, 1e-1).draw(stream).get<double>();
    CHECK((rate >= 1e-5 && rate <= 1e-1));
    below += rate < 1e-3;
    const double share = *uniform(0.2, 0.4).draw(stream).get<double>();
    CHECK((share >= 0.2 && share <= 0.4));
    whole.insert(*integers(3, 6).draw(stream).get<std::int64_t>());
  }
  CHECK(std::abs(below - 2000) < 130);  // half of the decades; 4 standard deviations
  CHECK(whole == std::set<std::int64_t>{3, 4, 5, 6});
}

TEST_CASE("a random search draws among values and among plugins, and never the same plan twice") {
  Experiment e = test::tiny();
  e.model({{"small_cnn", {{"filters", "4"}}}, {"small_cnn", {{"filters", "8"}}}})
      .sweep("model.dropout", one_of({0.0, 0.2, 0.5}))
      .sweep("seed", integers(1, 2));
  const auto plans = drawn(e, random(9));
  std::set<std::string> different, filters;
  for (const Plan& plan : plans) different.insert(identity_hash(plan)), filters.insert(said(plan, "model.filters"));
  CHECK(different.size() == 9);
  CHECK(filters.size() == 2);
}

TEST_CASE("where there are fewer plans than trials, all of them are drawn") {
  Experiment e = test::tiny();
  e.sweep("model.dropout", {0.0, 0.2, 0.5}).sweep("seed", {1, 2});
  CHECK(drawn(e, random(100)).size() == 6);
  Experiment seeds = test::tiny();
  seeds.sweep("seed", integers(1, 3));
  CHECK(drawn(seeds, random(4)).size() == 3);
  CHECK(drawn(e, random(100), {.set = {{"seed", 4}, {"model.dropout", 0.1}}}).size() == 1);
  e.sweep("train.batch", {});
  CHECK_THROWS_WITH(drawn(e, random(100)), Contains("expands to no plan"));
}

TEST_CASE("draws that can only repeat end in advice") {
  Experiment e = test::tiny();
  e.sweep("model.dropout", uniform(0.25, 0.2500001));
  try {
    drawn(e, random(4));
    FAIL("drew many of one");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Contains("repeats earlier ones"));
    CHECK_THAT(error.hint(), Contains("--trials 1 draws"));
  }
}

TEST_CASE("a distribution without a random search says what to do") {
  try {
    expand(rates(), "e", {});
    FAIL("a grid of a distribution");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Contains("optimizer.rate is drawn from log_uniform(1e-05, 0.01)"));
    CHECK_THAT(error.hint(), Contains("e.search(random(24))"));
  }
  CHECK(expand(rates(), "e", {.set = {{"optimizer.rate", 1e-3}, {"model.dropout", 0.0}}}).size() == 1);
  CHECK_THROWS_WITH(expand(test::tiny(), "e", {.trials = 4}), Contains("draws nothing"));
}

TEST_CASE("distributions and searches that cannot be are refused at once") {
  CHECK_THROWS_WITH(log_uniform(0, 1), Contains("above 0"));
  CHECK_THROWS_WITH(uniform(1, 1), Contains("draws nothing"));
  CHECK_THROWS_WITH(integers(5, 2), Contains("integers(5, 2)"));
  CHECK_THROWS_WITH(random(0), Contains("draws nothing"));
  CHECK_THROWS_WITH(halving({.reduction = 1}), Contains("keeps every trial"));
  CHECK_THROWS_WITH(halving({.minimum = 0}), Contains("0 epochs"));
}

TEST_CASE("halving compares trials by one score of the validation part, after as many epochs") {
  Experiment e = rates();
  CHECK(drawn(e, halving({.trials = 4})).size() == 4);
  CHECK_THROWS_WITH(drawn(e, halving({.trials = 4}), {.set = {{"train.monitor", "train/loss"}}}),
                    Contains("by train/loss"));
  e.sweep("train.epochs", {2, 4, 8});
  CHECK_THROWS_WITH(drawn(e, halving({.trials = 4})), Contains("train.epochs, which is swept"));
  Experiment grid = test::tiny();
  grid.sweep("model.dropout", {0.0, 0.2, 0.5});
  CHECK(drawn(grid, halving({})).size() == 3);
}

TEST_CASE("halving that would stop nothing is refused") {
  for (const auto& [minimum, epochs] : {std::pair{4, 2}, {4, 11}, {1, 2}})
    CHECK_THROWS_WITH(drawn(rates(), halving({.trials = 4, .minimum = minimum}), {.set = {{"train.epochs", epochs}}}),
                      Contains("stops none of the trials: they train " + std::to_string(epochs)));
  CHECK(drawn(rates(), halving({.trials = 4, .minimum = 4}), {.set = {{"train.epochs", 12}}}).size() == 4);
}

TEST_CASE("what is drawn runs in the order of the draws, a grid interleaved") {
  const auto plans = drawn(rates(), random(6));
  CHECK(running_order(plans, random(6)) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
  Experiment e = test::tiny();
  e.sweep("model.dropout", {0.0, 0.5}).sweep("train.batch", {4, 8});
  const auto four = expand(e, "e", {});
  const auto order = running_order(four, {});
  CHECK(said(four[order[0]], "model.dropout") != said(four[order[1]], "model.dropout"));
  CHECK(said(four[order[0]], "train.batch") != said(four[order[1]], "train.batch"));
}

TEST_CASE("a search is stored as JSON and read back") {
  for (const Search& s :
       {Search{}, random(24, 7), halving({.trials = 9, .minimum = 2, .reduction = 4, .seed = 5}), halving({})})
    CHECK(search_from_json(to_json(s)) == s);
  CHECK(to_json(Search{}) == R"({"search":"grid"})");
  CHECK(text(random(24, 7)) == "random, 24 trials, seed 7");
  CHECK_THROWS_WITH(search_from_json("{}"), Contains("no search"));
  CHECK_THROWS_WITH(search_from_json(R"({"search":"bayes"})"), Contains("bayes"));
}
