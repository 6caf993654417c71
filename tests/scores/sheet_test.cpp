#include "framework/scores/sheet.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/scores/intervals/delong.h"
#include "tests/scores/fixtures/cases.h"

using namespace xp;

namespace {

std::size_t place(const std::vector<Score>& scores, const std::string& name) {
  std::size_t i = 0;
  while (scores.at(i).name != name) ++i;
  return i;
}

const Figure& overall(const Sheet& sheet, const std::string& name) {
  return sheet.overall.at(place(overall_scalars(), name));
}

const Figure& of_class(const Sheet& sheet, std::size_t c, const std::string& name) {
  return sheet.classes.at(c).figures.at(place(class_scalars(), name));
}

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : a == Approx(b); }

}  // namespace

TEST_CASE("a sheet holds every score as it is by itself, and an interval around it or none") {
  for (int number = 0; number < 60; ++number) {
    const test::Case drawn(number);
    for (const bool grouped : {false, true}) {
      const Judged judged = drawn.judged(0, grouped);
      const Sheet all = sheet(judged, {200});
      const auto check = [&](const Figure& figure, const Scalar& scalar) {
        CAPTURE(number, grouped, scalar.score, scalar.of_class, figure.value, figure.interval.low,
                figure.interval.high);
        CHECK(same(figure.value, value_of(scalar, judged)));
        CHECK(std::isnan(figure.interval.low) == (figure.method == Method::none));
        if (std::isnan(figure.value)) CHECK(figure.method == Method::none);
        if (figure.method == Method::none) return;
        CHECK(figure.interval.low <= figure.interval.high);
        if (figure.n) CHECK(figure.value == Approx(double(figure.right) / double(figure.n)));
        if (figure.method == Method::wilson) CHECK(figure.interval.contains(figure.value));
      };
      CHECK(all.images == judged.images());
      CHECK(all.overall.size() == overall_scalars().size());
      CHECK(static_cast<int>(all.classes.size()) == judged.classes);
      for (std::size_t s = 0; s < all.overall.size(); ++s) check(all.overall[s], {overall_scalars()[s].name});
      for (int c = 0; c < judged.classes; ++c)
        for (std::size_t s = 0; s < class_scalars().size(); ++s)
          check(all.classes[static_cast<std::size_t>(c)].figures[s], {class_scalars()[s].name, c});
    }
  }
}

TEST_CASE("rates are Wilson's, areas DeLong's, and the rest is drawn") {
  const Judged judged = test::Case(7).judged();
  const Sheet all = sheet(judged, {300});
  CHECK(overall(all, "accuracy").method == Method::wilson);
  CHECK(overall(all, "auc").method == Method::delong);
  CHECK(overall(all, "auc").interval.low == auc(judged).interval.low);
  CHECK(overall(all, "micro_auc").interval.low == auc(judged, micro_average).interval.low);
  CHECK(overall(all, "macro_f1").method == Method::bootstrap);
  CHECK(of_class(all, 0, "recall").method == Method::wilson);
  CHECK(of_class(all, 0, "recall").n == all.classes[0].support);
  CHECK(of_class(all, 0, "precision").n == all.classes[0].predicted);
  CHECK(of_class(all, 0, "specificity").n == judged.images() - all.classes[0].support);
  CHECK(of_class(all, 0, "f1").method == Method::bootstrap);
  CHECK(of_class(all, 0, "auc").interval.low == auc(judged, 0).interval.low);
  CHECK(all.groups == 0);
}

TEST_CASE("where images share groups, rates are drawn by group too") {
  const Judged judged = test::Case(7).judged(0, true);
  const Sheet all = sheet(judged, {300});
  CHECK(all.groups > 1);
  CHECK(all.groups < all.images);
  CHECK(overall(all, "accuracy").method == Method::cluster_bootstrap);
  CHECK(overall(all, "accuracy").n == judged.images());
  CHECK(overall(all, "auc").method == Method::delong);
  CHECK(of_class(all, 0, "recall").method == Method::cluster_bootstrap);
}

TEST_CASE("without resamples a sheet has the intervals that need none") {
  const Sheet all = sheet(test::Case(7).judged(), {0});
  CHECK(overall(all, "accuracy").method == Method::wilson);
  CHECK(overall(all, "auc").method == Method::delong);
  CHECK(overall(all, "macro_f1").method == Method::none);
  CHECK_FALSE(std::isnan(overall(all, "macro_f1").value));
}

TEST_CASE("every method has a name but none") {
  CHECK(std::string(name(Method::none)).empty());
  for (const Method method :
       {Method::wilson, Method::delong, Method::bootstrap, Method::cluster_bootstrap, Method::folds})
    CHECK_FALSE(std::string(name(method)).empty());
}
