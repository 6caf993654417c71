#include "framework/run/parents.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "framework/plan/folds.h"
#include "tests/support/fake_engine.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Three folds of 24 drawn images, run by an engine that always names the first class.
struct House {
  test::TemporaryFolder home{"parents"};
  Store store{home.path, Store::Access::write};
  test::FakeEngine engine;
  Progress silent;
  Plan plan = test::tiny_plan({{"split", "k_fold"}, {"split.k", 3}});
  std::int64_t parent = 0;

  House() {
    Circumstances c;
    c.name = "folds";
    parent = open_parent(plan, c, store);
  }
  Ran train(const Plan& part, const std::string& role) {
    Circumstances c;
    c.parent = parent, c.role = role;
    return run(part, c, engine, store, silent);
  }
  void train_all() {
    for (const Fold& fold : folds(plan)) train(fold.plan, fold.role);
  }
  RunRow conclude() {
    conclude_parent(parent, store);
    return store.run(parent);
  }
};

}  // namespace

TEST_CASE("a parent is running until its folds are finished, and then has their mean and deviation") {
  House house;
  CHECK(house.store.run(house.parent).status == Status::running);
  house.train_all();
  CHECK(house.conclude().status == Status::finished);
  const Record parent = house.store.record(house.parent);
  double sum = 0, squares = 0;
  std::vector<double> each;
  for (const Child& fold : parent.children) each.push_back(fold.scores.at("test/accuracy"));
  REQUIRE(each.size() == 3);
  for (const double v : each) sum += v / 3;
  for (const double v : each) squares += (v - sum) * (v - sum);
  CHECK(parent.metrics.at("test/accuracy").at(0).at == 0);
  CHECK(parent.metrics.at("test/accuracy").at(0).value == Approx(sum));
  CHECK(parent.metrics.at("test/accuracy_sd").at(0).value == Approx(std::sqrt(squares / 2)));
  CHECK(house.store.at_chosen("val/accuracy").at(house.parent) == Approx(0.5));
  CHECK(find(parent.settings, "split.folds")->text() == "3");
}

TEST_CASE("a parent holds what was said of every image, once, by the network that had not seen it") {
  House house;
  house.train_all();
  house.conclude();
  const Record parent = house.store.record(house.parent);
  REQUIRE(parent.samples.size() == 24);
  REQUIRE(parent.test.size() == 24);
  for (std::size_t i = 0; i < 24; ++i) {
    CHECK(parent.test[i].sample == static_cast<int>(i));
    CHECK(parent.test[i].label == parent.samples[i].label);
  }
  const Record first = house.store.record(parent.children.at(0).run);
  CHECK(parent.children[0].role == "fold 1");
  CHECK(first.samples.at(3).name == parent.samples.at(3).name);
  CHECK(first.test.size() == static_cast<std::size_t>(parent.children[0].test_images));
}

TEST_CASE("what the audits of the folds found is told by the parent, once") {
  House house;
  house.engine.saw = [](Survey& survey) {
    for (std::size_t i = 0; i < survey.looks.size(); ++i) survey.looks[i].brightness = 0.5;
    survey.likenesses = {{0, 1, "the same pixels", 1}};
  };
  house.train_all();
  const Record parent = house.store.record(house.parent), fold = house.store.record(parent.children.at(0).run);
  REQUIRE_FALSE(fold.findings.empty());
  std::set<std::string> names;
  for (const Audit::Finding& f : parent.findings) CHECK(names.insert(f.name).second);
  CHECK(names.count(fold.findings[0].name) == 1);
}

TEST_CASE("repeats, whose tests overlap, have a mean but no pooled predictions") {
  House house;
  house.plan = test::tiny_plan({{"split", "repeated"}, {"split.repeats", 3}});
  house.parent = open_parent(house.plan, {}, house.store);
  house.train_all();
  CHECK(house.conclude().status == Status::finished);
  const Record parent = house.store.record(house.parent);
  CHECK(parent.children.size() == 3);
  CHECK(parent.test.empty());
  CHECK(parent.metrics.count("test/accuracy"));
}

TEST_CASE("a parent with a failed fold has FAILED and says which; one with missing folds can go on") {
  House house;
  const std::vector<Fold> all = folds(house.plan);
  house.train(all[0].plan, all[0].role);
  RunRow row = house.conclude();
  CHECK(row.status == Status::killed);
  CHECK(row.reason == "1 of 3 folds are finished: 2 have not begun");
  house.engine.nan_at = 2;
  house.train(all[1].plan, all[1].role);
  house.engine.nan_at = 0;
  house.train(all[2].plan, all[2].role);
  row = house.conclude();
  CHECK(row.status == Status::failed);
  CHECK_THAT(row.reason, Contains("2 of 3 folds are finished: fold 2 (run3) is FAILED"));
  house.train(all[1].plan, all[1].role);  // once more, as a run of its own: the latest counts
  CHECK(house.conclude().status == Status::finished);
  CHECK(house.conclude().reason.empty());
}

TEST_CASE("controls neither hold up nor fail a parent, and are not in its mean") {
  House house;
  house.train_all();
  house.engine.nan_at = 1;
  house.train(folds(house.plan)[0].plan, "control shuffled-labels, fold 1");
  CHECK(house.conclude().status == Status::finished);
  const std::vector<Child> children = house.store.children(house.parent);
  REQUIRE(children.size() == 4);
  CHECK(children[3].is_control());
  CHECK(children[3].status == Status::failed);
}
