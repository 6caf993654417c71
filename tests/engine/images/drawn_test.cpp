// What an epoch draws, and what is fitted to it.
#include "framework/engine/images/loader.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <set>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

bool never() { return false; }

struct Made : Transform {
  static constexpr const char* doc = "Test: counts the images that it let pass.";
  static inline std::atomic<int> images = 0;
  Image apply(const Image& image, const ImageOps&, Random&) const override { return ++images, image; }
};
const Registration<Made> made{"made", "tests/engine/images/drawn_test.cpp"};

/// Its numbers: how many images it saw, something that depends on their order, and how many were waiting at most.
struct Seeing : Transform {
  static constexpr const char* doc = "Test: sees the training part.";
  double seen = 0, order = 0, waiting = 0;
  Image apply(const Image& image, const ImageOps&, Random&) const override { return image; }
  bool fits() const override { return true; }
  void see(const Image& image) override {
    waiting = std::max(waiting, Made::images - seen);
    ++seen, order = 0.9 * order + image.at(8, 8);
  }
  std::vector<double> numbers() const override { return {seen, order, waiting}; }
};
const Registration<Seeing> seeing{"seeing", "tests/engine/images/drawn_test.cpp"};

struct Shrinking : Transform {
  static constexpr const char* doc = "Test: leaves some images smaller than it says.";
  Image apply(const Image& image, const ImageOps&, Random& random) const override {
    return random.chance(0.5) ? image : Image(image.width / 2, image.height / 2, image.channels);
  }
  bool augments() const override { return true; }
};
const Registration<Shrinking> shrinking{"shrinking", "tests/engine/images/drawn_test.cpp"};

Plan with(std::vector<Choice> transforms, int images = 24) {
  Plan plan = test::tiny_plan({{"dataset.images", images}});
  transforms.insert(transforms.begin(), {"resize", {{"size", 16}}});
  plan.plugins.at(Kind::transform) = std::move(transforms);
  return plan;
}

Batches loaded(const Plan& plan, int threads = 2) {
  Batches out(plan, threads, never, {0, 0});
  out.load(listing(plan.only(Kind::dataset)));
  return out;
}

}  // namespace

TEST_CASE("what takes numbers from the training part sees it in one order, a few images at a time") {
  const Plan plan = with({{"made"}, {"seeing"}}, 120);
  std::vector<int> training;
  for (int i = 110; i > 0; --i) training.push_back(i);
  std::vector<std::vector<double>> told;
  for (const int threads : {1, 4}) {
    Batches batches = loaded(plan, threads);
    Made::images = 0;
    batches.fit(training);
    told.push_back(batches.fitted().at(0));
  }
  CHECK(told[0][0] == 110);
  CHECK(told[0] == told[1]);
  CHECK(told[0][2] <= 33);
}

TEST_CASE("fitting can be stopped") {
  const Plan plan = with({{"seeing"}});
  bool stop = false;
  Batches batches(plan, 2, [&] { return stop; });
  batches.load(listing(plan.only(Kind::dataset)));
  REQUIRE_FALSE(batches.stopped());
  stop = true;
  batches.fit({0, 1, 2, 3, 4, 5});
  CHECK(batches.stopped());
  CHECK(batches.fitted().empty());
}

TEST_CASE("a sample that an epoch draws again is augmented anew, its first time as ever") {
  const Plan plan = with({{"affine"}});
  const Batches batches = loaded(plan);
  const Tensor once = batches.images({9}, 1), twice = batches.images({9, 2, 9}, 1);
  CHECK(at::equal(twice[0], once[0]));
  CHECK_FALSE(at::equal(twice[2], once[0]));
  const Tensor plain = batches.images({9, 9}, 0);
  CHECK(at::equal(plain[0], plain[1]));

  Loader loader(batches);
  for (const int epoch : {1, 2}) loader.expect({{9, 2}, {5, 9}}, epoch);
  CHECK(at::equal(loader.next({9, 2}, 1).images[0], once[0]));
  CHECK(at::equal(loader.next({5, 9}, 1).images[1], twice[2]));
  CHECK(at::equal(loader.next({9, 2}, 2).images[0], batches.images({9}, 2)[0]));
}

TEST_CASE("a sample that comes again meets another one, and in another share") {
  const Plan plan = with({{"mixup", {{"alpha", 1}}}});
  const std::vector<double> shares = loaded(plan).batch({9, 9, 9, 2}, 1).mixture.shares;
  CHECK(std::set(shares.begin(), shares.end()).size() == 4);
}

TEST_CASE("images of different sizes are told before they are mixed") {
  for (const char* mixer : {"mixup", "cutmix"}) {
    const Plan plan = with({{"shrinking"}, {mixer, {{"alpha", 1}}}});
    const Batches batches = loaded(plan);
    for (const int epoch : {1, 2, 3})
      CHECK_THROWS_WITH(batches.batch({0, 1, 2, 3, 4, 5, 6, 7}, epoch), Contains("different sizes"));
  }
}

TEST_CASE("nothing is waited for that would never come") {
  const Plan plan = test::tiny_plan();
  CHECK_THROWS_WITH(Batches(plan, 0, never), Contains("0 threads"));
  CHECK_THROWS_WITH(loaded(plan).batch({}, 1), Contains("no images"));
}
