// k_fold, repeated, leave_one_source_out and predefined; hold_out has its own file.
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/divided.h"

using namespace xp;

namespace {

using Table = std::vector<std::vector<double>>;

std::shared_ptr<Split> made(const std::string& name, const Settings& settings) {
  return Registry::global().make<Split>({name, settings});
}
Division divide(const Listing& l, const std::string& name, const Settings& settings = {}) {
  return made(name, settings)->divide(l);
}
Table table(const Listing& l, const Division& division) {
  std::vector<int> bins;
  for (const Part part : division.of) bins.push_back(static_cast<int>(part));
  return test::table(l, bins, 3);
}

/// Three hospitals; every third sample from each.
Listing from_hospitals() {
  Listing l = test::listing({30, 60});
  const char* names[] = {"Basel", "Bern", "Zurich"};
  for (std::size_t i = 0; i < l.samples.size(); ++i) l.samples[i].source = names[i % 3];
  return l;
}

}  // namespace

TEST_CASE("the k folds cover every sample once, each class in equal shares") {
  const Listing l = test::listing({50, 132, 55});
  std::vector<int> tested(l.samples.size());
  for (int fold = 1; fold <= 5; ++fold) {
    const Division d = divide(l, "k_fold", {{"fold", fold}});
    for (const int i : d.indices(Part::test)) ++tested[static_cast<std::size_t>(i)];
    const Table counts = table(l, d);
    for (std::size_t c = 0; c < 3; ++c) {
      const auto n = static_cast<double>(l.counts()[c]);
      CHECK(std::abs(counts[c][2] - n / 5) < 1);
      CHECK(std::abs(counts[c][1] - 0.15 * 0.8 * n) < 1.2);
    }
    CHECK(d.shares[0] + d.shares[1] + d.shares[2] == Approx(1));
  }
  CHECK(std::set<int>(tested.begin(), tested.end()) == std::set<int>{1});
}

TEST_CASE("a fold can be any, has a validation part of its own, and can do without") {
  const Listing l = test::listing({40, 40});
  CHECK(divide(l, "k_fold", {{"fold", 1}}).of != divide(l, "k_fold", {{"fold", 2}}).of);
  CHECK(divide(l, "k_fold", {{"fold", 2}}).of == divide(l, "k_fold", {{"fold", 2}}).of);
  CHECK(divide(l, "k_fold", {{"fold", 2}}).of != divide(l, "k_fold", {{"fold", 2}, {"seed", 2}}).of);
  CHECK(divide(l, "k_fold", {{"fold", 1}, {"validation", 0}}).indices(Part::validation).empty());
  CHECK_THROWS_WITH(divide(l, "k_fold", {{"k", 3}, {"fold", 4}}), "split k_fold.fold = 4: there are 3 folds");
  CHECK_THROWS_WITH(divide(test::listing({40, 4}), "k_fold", {{"fold", 1}}),
                    "class class1 has 4 samples: too few for 5 folds");
}

TEST_CASE("no group is on two sides of a fold, of a repeat, or of their validation parts") {
  Random random(1, "splits_test");
  for (int round = 0; round < 30; ++round) {
    const Listing l = test::grouped(random, 60, 1 + random.below(12), 1 + random.below(3), 0.2);
    for (int i = 1; i <= 3; ++i) {
      CHECK_FALSE(test::torn(l, divide(l, "k_fold", {{"k", 3}, {"fold", i}, {"seed", round}}).of));
      CHECK_FALSE(test::torn(l, divide(l, "repeated", {{"repeat", i}, {"seed", round}}).of));
    }
  }
}

TEST_CASE("each repeat is a drawing of its own, the first that of hold_out") {
  const Listing l = test::listing({50, 132, 55});
  CHECK(divide(l, "repeated", {{"repeat", 1}}).of == divide(l, "hold_out").of);
  std::set<std::vector<Part>> drawn;
  for (int repeat = 1; repeat <= 10; ++repeat) {
    const Division d = divide(l, "repeated", {{"repeat", repeat}});
    CHECK(d.indices(Part::test).size() == 47);
    drawn.insert(d.of);
  }
  CHECK(drawn.size() == 10);
  CHECK_THROWS_WITH(divide(l, "repeated", {{"repeat", 11}}), "split repeated.repeat = 11: there are 10 repeats");
}

TEST_CASE("the source that is left out is the test, and the whole test") {
  const Listing l = from_hospitals();
  const Division d = divide(l, "leave_one_source_out", {{"source", "Bern"}});
  for (std::size_t i = 0; i < d.of.size(); ++i) CHECK((d.of[i] == Part::test) == (l.samples[i].source == "Bern"));
  CHECK(table(l, d) == Table{{17, 3, 10}, {34, 6, 20}});
}

TEST_CASE("leaving a source out says what stands in its way") {
  Listing l = from_hospitals();
  const auto leave = [&](const char* source) { return divide(l, "leave_one_source_out", {{"source", source}}); };
  CHECK_THROWS_WITH(leave("Bren"), Catch::Contains("no sample comes from \"Bren\""));
  CHECK_THROWS_WITH(leave(""), Catch::Contains("stands for each in turn"));
  l.samples[0].group = l.samples[1].group = "P7";
  CHECK_THROWS_WITH(leave("Bern"), Catch::Contains("group P7 has samples from Basel and from Bern"));
  CHECK_NOTHROW(leave("Zurich"));
  for (Sample& s : l.samples) s.group = "", s.source = s.label == 0 ? "Bern" : "Basel";
  CHECK_THROWS_WITH(leave("Bern"), Catch::Contains("class class0 has no sample to train on"));
  l.samples[3].source = "";
  CHECK_THROWS_WITH(leave("Bern"), Catch::Contains("1 of 90 samples have no source"));
  for (Sample& s : l.samples) s.source = "Bern";
  CHECK_THROWS_WITH(leave("Bern"), Catch::Contains("nothing is left to train on"));
}

TEST_CASE("parts that the data name are kept, and a missing validation part is drawn from training alone") {
  Listing l = test::listing({20, 40});
  for (std::size_t i = 0; i < l.samples.size(); ++i) l.samples[i].part = i % 4 == 0 ? Part::test : Part::train;
  for (std::size_t i = 1; i < l.samples.size(); i += 4)
    l.samples[i].group = l.samples[i + 1].group = "P" + std::to_string(i);
  const Division d = divide(l, "predefined", {{"validation", 0.2}});
  CHECK_FALSE(test::torn(l, d.of));
  for (std::size_t i = 0; i < d.of.size(); ++i) CHECK((d.of[i] == Part::test) == (i % 4 == 0));
  CHECK(table(l, d) == Table{{12, 3, 5}, {24, 6, 10}});

  l.samples[1].part = Part::validation;
  CHECK(divide(l, "predefined").indices(Part::validation) == std::vector<int>{1});
  CHECK(divide(l, "predefined").shares.empty());
}

TEST_CASE("folds that the data name are tested one by one") {
  Listing l = test::listing({12, 12});
  for (std::size_t i = 0; i < l.samples.size(); ++i) l.samples[i].fold = 1 + static_cast<int>(i % 3);
  for (int fold = 1; fold <= 3; ++fold) {
    const Division d = divide(l, "predefined", {{"fold", fold}});
    for (std::size_t i = 0; i < d.of.size(); ++i) CHECK((d.of[i] == Part::test) == (l.samples[i].fold == fold));
    CHECK(d.indices(Part::validation).size() == 2);
  }
  CHECK_THROWS_WITH(divide(l, "predefined"), Catch::Contains("stands for the 3 folds that the data name"));
  CHECK_THROWS_WITH(divide(l, "predefined", {{"fold", 4}}), "split predefined.fold = 4: no sample is in it");
  l.samples[5].fold = 0;
  CHECK_THROWS_WITH(divide(l, "predefined", {{"fold", 1}}),
                    Catch::Contains("the fold of 1 of 24 samples, the first 6"));
}

TEST_CASE("data that say nothing, or leave training without a class, are refused") {
  Listing l = test::listing({10, 10});
  CHECK_THROWS_WITH(divide(l, "predefined"), Catch::Contains("do not say the part of 20 of 20 samples, the first 1"));
  for (Sample& s : l.samples) s.part = s.label == 0 ? Part::train : Part::test;
  CHECK_THROWS_WITH(divide(l, "predefined"), Catch::Contains("class class1 has no sample to train on"));
}

TEST_CASE("a split that stands for all of its folds divides nothing itself, and says what would") {
  const Listing l = test::listing({40, 40});
  CHECK_THROWS_WITH(divide(l, "k_fold"), "split k_fold.fold = 0 stands for all 5 folds, which is no single division");
  CHECK_THROWS_WITH(divide(l, "repeated"), Catch::Contains("stands for all 10 repeats"));
}

TEST_CASE("a split of which one fold is asked for stands alone") {
  Listing l = from_hospitals();
  for (Sample& s : l.samples) s.fold = 1 + s.label;
  const std::vector<Settings> alone{{}};
  CHECK(made("k_fold", {{"fold", 2}})->folds(l) == alone);
  CHECK(made("repeated", {{"repeat", 3}})->folds(l) == alone);
  CHECK(made("leave_one_source_out", {{"source", "Bern"}})->folds(l) == alone);
  CHECK(made("predefined", {{"fold", 1}})->folds(l) == alone);
}

TEST_CASE("a split says which of its plans belong together") {
  Listing l = from_hospitals();
  CHECK(made("hold_out", {})->folds(l) == std::vector<Settings>{{}});
  CHECK(made("k_fold", {{"k", 3}})->folds(l) == std::vector<Settings>{{{"fold", 1}}, {{"fold", 2}}, {{"fold", 3}}});
  CHECK(made("repeated", {{"repeats", 2}})->folds(l) == std::vector<Settings>{{{"repeat", 1}}, {{"repeat", 2}}});
  CHECK(made("leave_one_source_out", {})->folds(l) ==
        std::vector<Settings>{{{"source", "Basel"}}, {{"source", "Bern"}}, {{"source", "Zurich"}}});
  for (std::size_t i = 0; i < l.samples.size(); ++i) l.samples[i].fold = 1 + static_cast<int>(i % 2);
  CHECK(made("predefined", {})->folds(l) == std::vector<Settings>{{{"fold", 1}}, {{"fold", 2}}});
  for (Sample& s : l.samples) s.part = Part::train;
  CHECK(made("predefined", {})->folds(l).size() == 1);
  for (const char* name : {"k_fold", "repeated", "leave_one_source_out"})
    for (const Settings& fold : made(name, {})->folds(l)) CHECK_NOTHROW(divide(l, name, fold));
}
