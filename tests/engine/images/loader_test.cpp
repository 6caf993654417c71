#include "framework/engine/images/loader.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

bool never() { return false; }

/// Leaves every image as it is, and fails at one of them.
struct Failing : Transform {
  static constexpr const char* doc = "Test: fails at the brightest image.";
  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    if (random.chance(0.3)) throw Error("this image is one too many");
    return image;
  }
  bool augments() const override { return true; }
};
const Registration<Failing> failing{"failing", "tests/engine/images/loader_test.cpp"};

/// Every augmentation that there is, after a resize.
Plan everything() {
  Plan plan = test::tiny_plan();
  std::vector<Choice>& transforms = plan.plugins.at(Kind::transform);
  transforms = {{"resize", {{"size", 24}}}};
  for (const PluginInfo* plugin : test::self_contained(Kind::transform)) {
    const auto made = Registry::global().make<Transform>(plugin->name);
    if (made->augments() || made->mixes()) transforms.emplace_back(plugin->name);
  }
  REQUIRE(transforms.size() >= 10);
  return plan;
}

}  // namespace

TEST_CASE("one, two and four threads make the same bits, with every augmentation") {
  const Plan plan = everything();
  Batches one(plan, 1, never), two(plan, 2, never), four(plan, 4, never);
  for (Batches* b : {&one, &two, &four}) b->load(listing(plan.only(Kind::dataset)));
  Loader ahead(four);
  const std::vector<std::vector<int>> pieces{{3, 1, 11, 7}, {2, 9, 9, 5}, {0, 4, 6, 8}};
  for (int epoch : {1, 2}) ahead.expect(pieces, epoch);
  for (int epoch : {1, 2})
    for (const auto& samples : pieces) {
      const Batch first = one.batch(samples, epoch), second = two.batch(samples, epoch),
                  third = ahead.next(samples, epoch);
      CHECK(at::equal(first.images, second.images));
      CHECK(at::equal(first.images, third.images));
      CHECK(first.mixture.labels == third.mixture.labels);
      CHECK(first.mixture.shares == third.mixture.shares);
      CHECK(first.mixture.labels.size() == samples.size());
    }
  CHECK_FALSE(at::equal(one.images(pieces[0], 1), one.images(pieces[0], 2)));
}

TEST_CASE("what is asked out of turn is made all the same, and what was expected before it is forgotten") {
  const Plan plan = test::tiny_plan();
  Batches batches(plan, 2, never);
  batches.load(listing(plan.only(Kind::dataset)));
  Loader loader(batches, 2);
  loader.expect({{0, 1}, {2, 3}, {4, 5}, {6, 7}}, 0);
  const auto same = [&](const std::vector<int>& samples) {
    return at::equal(loader.next(samples, 0).images, batches.images(samples, 0));
  };
  CHECK(same({4, 5}));
  CHECK(same({0, 1}));
  CHECK(same({6, 7}));
  CHECK(loader.waited() > 0);
}

TEST_CASE("what a thread throws reaches who asks for that batch") {
  Experiment e = test::tiny();
  e.transforms({{"resize", {{"size", 16}}}, {"failing"}});
  const Plan plan = expand(e, "failing", {{}, false}).at(0);
  Batches batches(plan, 2, never);
  batches.load(listing(plan.only(Kind::dataset)));
  Loader loader(batches);
  loader.expect({{0, 1, 2, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}, 0);
  loader.expect({{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}, 1);
  CHECK_NOTHROW(loader.next({0, 1, 2, 3}, 0));
  CHECK_THROWS_WITH(loader.next({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 1), Contains("one too many"));
}

TEST_CASE("images that memory does not hold are made again, to the same bits") {
  const Plan plan = everything();
  Batches plenty(plan, 2, never), none(plan, 2, never, {0, 0}), few(plan, 2, never, {10000, 0});
  for (Batches* b : {&plenty, &none, &few}) b->load(listing(plan.only(Kind::dataset)));
  for (int epoch : {0, 1}) {
    CHECK(at::equal(plenty.images({3, 1, 11, 7}, epoch), none.images({3, 1, 11, 7}, epoch)));
    CHECK(at::equal(plenty.images({3, 1, 11, 7}, epoch), few.images({3, 1, 11, 7}, epoch)));
  }
}
