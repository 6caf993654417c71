#include "reports/plot.h"

#include <catch2/catch.hpp>

#include "framework/base/text.h"

using namespace xp;

TEST_CASE("points are drawn over the logarithm of x, the smoothed ones over them, and marks on the axis") {
  Plot plot{{0.001, 0.01, 0.1, 1}, {1, 0.5, 0, 9}, {1, 0.5, 0}, 0, 1, {0.01}};
  const std::vector<std::string> lines = split(plot_text(plot, {40, true, false}), '\n');
  REQUIRE(lines.size() == 15);  // twelve rows, the axis, its labels, and the end
  CHECK(lines[0].find("1 │●") != std::string::npos);
  CHECK(width(lines[0]) == width(lines[12]));  // 9, beyond the highest, at the border of the last column
  CHECK(lines[11].find("0 │") != std::string::npos);
  CHECK(lines[12].find("▲") != std::string::npos);
  CHECK(lines[13].find("0.001") != std::string::npos);
  CHECK(lines[13].ends_with("1"));
  for (const std::string& line : lines) CHECK(width(line) <= 40);
}

TEST_CASE("a terminal without Unicode gets ASCII, and no point draws nothing") {
  Plot plot{{1, 10}, {1, 2}, {}, 1, 2, {10}};
  for (const char c : plot_text(plot, {80, false, false})) CHECK(static_cast<unsigned char>(c) < 128);
  CHECK(plot_text({}, {}).empty());
  CHECK_FALSE(plot_text({{1}, {NAN}, {1}, 1, 1, {}}, {}).empty());
}
