#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

std::shared_ptr<Model> model(const Choice& choice) { return Registry::global().make<Model>(choice); }

}  // namespace

TEST_CASE("a small network is as large as its filters say") {  // 2 layers of 16 and 32, one sigmoid output
  const auto m = model({"small_cnn", {{"filters", "16, 32"}}});
  CHECK(measure(seq({m->features(), m->neck(), linear(1)}), {1, 64, 64}).parameters ==
        (16 * 9 + 16) + (32 * 16 * 9 + 32) + (32 + 1));
}

TEST_CASE("a small network may have a hidden layer on its flattened map") {
  const auto m = model({"small_cnn", {{"filters", "16"}, {"dense", 10}}});
  CHECK(measure(m->neck(), {16, 32, 32}).parameters == 16 * 32 * 32 * 10 + 10);
  CHECK(measure(m->neck(), {16, 32, 32}).out == Shape{10, 1, 1});
}

TEST_CASE("filters that are not numbers are refused with an example") {
  for (const char* wrong : {"", "16,", "16;32", "16,x", "0", "-4", "1.5", "16 32"}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH(model({"small_cnn", {{"filters", wrong}}})->features(),
                      Catch::Contains("is not a number of channels"));
  }
}
