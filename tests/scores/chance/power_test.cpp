#include "framework/scores/chance/power.h"

#include "framework/base/random.h"
#include "framework/scores/intervals/interval.h"
#include "tests/scores/fixtures/cases.h"
#include "tests/scores/fixtures/paired.h"

using namespace xp;
using test::Draw, test::paired, test::same;

TEST_CASE("the power of McNemar's exact test is that of counting all that may be drawn, in 200 random cases") {
  for (int number = 0; number < 200; ++number) {
    Draw draw(9000 + static_cast<std::uint64_t>(number));
    const double discordant = (1 + draw.below(100)) / 100.0;
    const double difference = (1 + draw.below(100)) / 100.0 * discordant;
    const int images = 1 + draw.below(90);
    const double alpha = std::array{0.05, 0.01, 0.1}[static_cast<std::size_t>(draw.below(3))];
    const double wanted = std::array{0.8, 0.9}[static_cast<std::size_t>(draw.below(2))];
    CAPTURE(number, discordant, difference, images, alpha);
    const auto& known = paired("power", number);
    CHECK(mcnemar_power(images, difference, discordant, alpha) ==
          Approx(known[0].get<double>()).epsilon(1e-9).margin(1e-10));
    same(images_needed_approximately(difference, discordant, alpha, wanted), known[1]);
  }
}

TEST_CASE("so many images are needed as trying one number after the other says") {
  for (int i = 0; i < 6; ++i) {
    const auto& known = paired("images_needed", i);
    CAPTURE(known.dump());
    CHECK(images_needed(known[0], known[1], 0.05, known[2]) == known[3]);
  }
}

TEST_CASE("with so many images, four of five test sets show the difference") {
  for (const auto& [difference, discordant] : {std::pair{0.1, 0.1}, {0.05, 0.1}, {0.1, 0.3}, {0.03, 0.05}}) {
    const std::int64_t n = images_needed(difference, discordant);
    Random random(3, "power", static_cast<std::uint32_t>(n));
    const int sets = 4000;
    int found = 0;
    for (int set = 0; set < sets; ++set) {
      int b = 0, c = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        const double drawn = random.uniform();
        b += drawn < (discordant + difference) / 2, c += drawn >= 1 - (discordant - difference) / 2;
      }
      found += mcnemar_exact(b, c) < 0.05;
    }
    CAPTURE(difference, discordant, n, found);
    CHECK(found >= sets * (0.8 - 4 * 0.0064));
    CHECK(found <= sets * (0.82 + 4 * 0.0064));
  }
}

TEST_CASE("the approximation promises too much, and less so with more images") {
  for (const double discordant : {0.05, 0.2, 0.5})
    for (const double share : {0.2, 0.5, 0.8}) {
      const double difference = share * discordant;
      CHECK(images_needed_approximately(difference, discordant) < images_needed(difference, discordant));
    }
  CHECK(mcnemar_power(156, 0.1, 0.2) == Approx(0.765).margin(0.005));  // what it calls 80 %
  CHECK(mcnemar_power(3923, 0.02, 0.2) == Approx(0.791).margin(0.005));
}

TEST_CASE("where so many images would differ that counting is no use, the two agree") {
  const double difference = 0.005, discordant = 0.2;  // 62 798 images, 12 560 of them discordant
  CHECK(mcnemar_power(images_needed(difference, discordant), difference, discordant) == Approx(0.8).margin(0.002));
}

TEST_CASE("a difference needs at least as much disagreement, and six images at the very least") {
  CHECK(images_needed(0.03, 0.01) == images_needed(0.03, 0.03));
  CHECK(images_needed(1, 1) == 6);
  CHECK(images_needed(-0.05, 0.1) == images_needed(0.05, 0.1));
  CHECK(mcnemar_power(5, 1, 1) == 0);
  CHECK(mcnemar_power(6, 1, 1) == Approx(1));
}
