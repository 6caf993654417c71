#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "reports/html/tables.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;
using Catch::Contains;

namespace {

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++n;
  return n;
}

struct Colour {
  double red, green, blue;
  Colour over(const Colour& paper, double alpha) const {
    const auto mixed = [&](double a, double b) { return alpha * a + (1 - alpha) * b; };
    return {mixed(red, paper.red), mixed(green, paper.green), mixed(blue, paper.blue)};
  }
  /// Relative, as WCAG 2.1 defines it.
  double luminance() const {
    const auto linear = [](double c) {
      return c <= 255 * 0.04045 ? c / 255 / 12.92 : std::pow((c / 255 + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
};

double contrast(const Colour& a, const Colour& b) {
  const double high = std::max(a.luminance(), b.luminance()), low = std::min(a.luminance(), b.luminance());
  return (high + 0.05) / (low + 0.05);
}

}  // namespace

TEST_CASE("a confusion matrix has counts and shares of the row, and frames what is right") {
  Confusion counts(2);
  counts.add(0, 0, 9), counts.add(0, 1, 1), counts.add(1, 1, 4);
  const std::string html = html_of(counts, {"A", "B"});
  CHECK_THAT(html, Contains("<td class=\"right\" style=\"--share:0.90\"><b>9</b><small>90 %</small></td>") &&
                       Contains("<td class=\"wrong\" style=\"--share:0.10\"><b>1</b><small>10 %</small></td>"));
  CHECK(count(html, "class=\"right\"") == 2);
}

TEST_CASE("figures in a shaded cell keep a contrast of 4.5 in light, dark and print, however deep the shade") {
  const Colour right{0, 114, 178}, wrong{213, 94, 0};
  const std::vector<std::pair<Colour, Colour>> themes{
      {{255, 255, 255}, {27, 31, 36}}, {{20, 23, 27}, {232, 235, 238}}, {{255, 255, 255}, {0, 0, 0}}};  // paper, ink
  for (const auto& [paper, ink] : themes)
    for (double share = 0; share <= 1; share += 0.05) {
      CHECK(contrast(right.over(paper, 0.05 + 0.5 * share), ink) >= 4.5);
      CHECK(contrast(wrong.over(paper, 0.5 * share), ink) >= 4.5);
    }
}

TEST_CASE("the section says which mistakes are the most frequent, and gives each class its intervals") {
  const Material run{healthy(4, 10)};
  const Section out = confusion_section(run, scored_of(run));
  CHECK_THAT(out.hint, Contains("200 test images"));
  CHECK_THAT(out.body, Contains("Most often Normal is taken for Scoliosis (4 of its 67 images, 6.0 %)") &&
                           Contains("precision, %") && Contains("specificity, %") && Contains("average precision"));
}

TEST_CASE("more classes than a matrix is read of are told by their mistakes") {
  std::vector<std::string> names;
  for (int i = 0; i < 60; ++i) names.push_back("class " + std::to_string(i));
  Material run{record(1, names, {0, 0, 240})};
  predict(run.record, Part::test, 50);
  run.scores = score_report(run.record, {Part::test, {0}});
  const Section out = confusion_section(run, scored_of(run));
  CHECK_THAT(out.body, !Contains("class=\"confusion\"") && Contains("of the truth"));
  CHECK_THAT(out.hint, Contains("60 classes: too many for a matrix"));
  CHECK(out.body.size() < 60000);
}

TEST_CASE("hostile class names are text in every cell, chart and slider") {
  const std::string bad = "</script><script>alert(1)</script>\"'&\xff\xE2\x80\xAE";
  Material run{graded(60, 1, {bad + "a", bad + std::string(4096, 'b')})};
  const auto scored = scored_of(run);
  for (const std::string& body : {scores_section(run, scored).body, confusion_section(run, scored).body,
                                  thresholds_section(run, scored).body, calibration_section(run, scored).body}) {
    CHECK(count(body, "<script") == count(body, "<script type=\"application/json\">"));
    CHECK(count(body, "</script") == count(body, "<script"));
    CHECK(body.find('\xff') == std::string::npos);
  }
}
