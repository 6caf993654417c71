#include <boost/math/distributions/binomial.hpp>

#include "framework/scores/intervals/interval.h"
#include "tests/scores/fixtures/numbers.h"

using namespace xp;

TEST_CASE("Wilson's interval holds the truth exactly as often as statsmodels' does by SciPy's sums") {
  const auto all = nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/scores/fixtures/bootstrap.json"));
  REQUIRE(all["wilson_coverage"].size() == 24);
  for (const auto& known : all["wilson_coverage"]) {
    const int n = known[0];
    const double rate = known[1];
    const boost::math::binomial images(n, rate);
    double held = 0;
    for (int k = 0; k <= n; ++k)
      if (wilson(k, n).contains(rate)) held += boost::math::pdf(images, k);
    CAPTURE(n, rate);
    CHECK(held == Approx(known[2].get<double>()).epsilon(1e-9));
  }
}
