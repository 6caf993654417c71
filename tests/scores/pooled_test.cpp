#include "framework/scores/pooled.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("an image's answer is the mean of its parts', or the largest of each class") {
  const std::vector<std::vector<double>> parts{{0.8, 0.2}, {0.1, 0.9}, {0.3, 0.7}};
  const std::vector<double> mean = pooled(parts), largest = pooled(parts, Pooling::largest);
  CHECK(mean[0] == Approx(0.4));
  CHECK(mean[1] == Approx(0.6));
  CHECK(largest[0] == Approx(0.8 / 1.7));
  CHECK(largest[1] == Approx(0.9 / 1.7));
  const std::vector<double> one{0.1, 0.2, 0.7};
  for (const Pooling how : {Pooling::mean, Pooling::largest}) CHECK(pooled({one}, how) == one);  // to the bit
}
