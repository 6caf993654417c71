#include "reports/curves.h"

#include <catch2/catch.hpp>

#include "framework/base/text.h"
#include "reports/panel.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out = split(text, '\n');
  if (!out.empty() && out.back().empty()) out.pop_back();
  return out;
}
}  // namespace

TEST_CASE("loss and accuracy stand side by side where there is room, one below the other where there is not") {
  const Record r = test::reference000();
  const std::vector<std::string> wide = lines_of(curves_text(r, {90}));
  CHECK(wide.size() == 1 + 8 + 2 + 3);  // title, rows, axis, legend
  CHECK_THAT(wide[0], Contains("loss") && Contains("accuracy"));
  CHECK_THAT(wide[9], Contains("▲"));
  CHECK_THAT(wide[10], Contains("1") && Contains("30"));
  const std::vector<std::string> narrow = lines_of(curves_text(r, {60}));
  CHECK(narrow.size() == 2 * (1 + 8 + 2) + 3);
  for (int columns = 42; columns <= 200; columns += 7)
    for (const bool unicode : {true, false})
      for (const std::string& line : lines_of(curves_text(r, {columns, unicode})))
        if (line.find("accuracy ") == std::string::npos || columns > 60) CHECK(width(line) <= columns);
}

TEST_CASE("the legend tells what is drawn how, and where both began and ended") {
  const std::string drawn = curves_text(test::reference000(), {90});
  CHECK_THAT(drawn, Contains("validation  loss 0.732 → 2.453, accuracy 57.1 % → 71.4 %"));
  CHECK_THAT(drawn, Contains("training    loss 0.735 → 0.020, accuracy 53.8 % → 100.0 %"));
  CHECK_THAT(drawn, Contains("epoch 8, whose weights were kept"));
  CHECK_THAT(curves_text(test::killed(1), {90}), !Contains("▲"));
}

TEST_CASE("a line goes through its points, in Braille of two by four dots") {
  Panel panel{"x", {{1, 0}, {2, 1}}, {}};
  std::vector<std::string> lines = panel_lines(panel, 9 + 16, {});
  CHECK_THAT(lines[1], Contains("1 │") && Catch::EndsWith("⡠⠊"));
  CHECK_THAT(lines[8], Contains("0 │⡠⠊"));

  for (const std::string& line : lines) CHECK(width(line) == 25);
  panel.line = {{1, 5}, {9, 5}};  // a curve that stays where it is
  lines = panel_lines(panel, 9 + 4, {});
  const std::string all = lines[4] + lines[5];
  CHECK((all.find("⣀⣀⣀⣀") != std::string::npos || all.find("⠉⠉⠉⠉") != std::string::npos));
}

TEST_CASE("what is not finite is a gap, and what spans decades is drawn over its logarithm") {
  Record r = test::reference000();
  for (Point& p : r.metrics["val/loss"])
    if (p.at > 3 && p.at < 25) p.value = p.at % 2 ? test::nan : INFINITY;
  CHECK_THAT(curves_text(r, {90}), !Contains("inf") && !Contains("nan"));
  r.metrics["val/loss"][0].value = 1e6;
  CHECK_THAT(curves_text(r, {90}), Contains("loss (logarithmic)") && Contains("1e+06"));
  for (auto& [name, series] : r.metrics)
    for (Point& p : series) p.value = test::nan;
  CHECK_NOTHROW(curves_text(r, {90}));
}

TEST_CASE("a terminal without Unicode gets ASCII curves, and fewer than two epochs draw nothing") {
  Record r = test::reference000();
  const std::string plain = curves_text(r, {90, false});
  for (const char c : plain) CHECK(static_cast<unsigned char>(c) < 128);
  CHECK_THAT(plain, Contains("o") && Contains("^") && Contains("|"));
  for (auto& [name, series] : r.metrics) series.resize(std::min<std::size_t>(1, series.size()));
  CHECK(curves_text(r, {90}).empty());
  r.metrics.clear();
  CHECK(curves_text(r, {90}).empty());
}

TEST_CASE("a thousand epochs are drawn as wide as thirty") {
  Record r = test::healthy(1);
  r.metrics["val/loss"] = test::series(1000, [](int e) { return 1.0 / e; });
  for (const std::string& line : lines_of(curves_text(r, {100}))) CHECK(width(line) <= 100);
}
