// The seven ALS types, measured on the vertebrae as one would on a film.
#include <algorithm>
#include <catch2/catch.hpp>

#include "framework/experiment.h"
#include "registry/datasets/phantom/spine.h"

using namespace xp;
using phantom::Pattern;

namespace {

/// A spine with its upper curve to the right.
struct Film {
  phantom::Spine spine;
  double side = 1;

  Film(Pattern type, std::uint32_t patient) {
    Random random(11, "test", 0, patient);
    spine = phantom::draw_spine(type, 0.5, random);
    side = spine.bends()[0].cobb > 0 ? 1 : -1;
  }
  /// Of a vertebra from the central sacral line: 0 is T1, 16 is L5.
  double aside(int i) const { return side * (spine.vertebrae()[phantom::cervical + i].centre.x - spine.lateral(1)); }
  /// The vertebra where the spine turns most sharply.
  int apex() const {
    int sharpest = 1;
    for (int i = 1; i < 16; ++i)
      if (std::abs(turn(i)) > std::abs(turn(sharpest))) sharpest = i;
    return sharpest;
  }
  /// Cobb's angle of what bends to one side between two vertebrae, in degrees.
  double cobb(int from, int to) const {
    double low = 9, high = -9;
    for (int i = from; i <= to; ++i) {
      const double tilt = spine.vertebrae()[phantom::cervical + i].tilt;
      low = std::min(low, tilt), high = std::max(high, tilt);
    }
    return (high - low) * 180 / 3.14159265;
  }
  /// Furthest to the other side among the lumbar vertebrae, and to the own.
  std::pair<double, double> lumbar() const {
    std::pair<double, double> out{1, -1};
    for (int i = 12; i < 16; ++i) out = {std::min(out.first, aside(i)), std::max(out.second, aside(i))};
    return out;
  }

 private:
  double turn(int i) const {
    const auto& v = spine.vertebrae();
    const int n = phantom::cervical + i;
    return (v[n + 1].tilt - v[n - 1].tilt) / (v[n + 1].centre.y - v[n - 1].centre.y);
  }
};

constexpr int T5 = 4, T10 = 9, T12 = 11, L1 = 12, L2 = 13, L4 = 15;

template <class Check>
void every(Pattern type, Check check) {
  for (std::uint32_t patient = 0; patient < 200; ++patient) {
    CAPTURE(patient);
    check(Film(type, patient));
  }
}

}  // namespace

TEST_CASE("3CH: a thoracic curve alone, the trunk over its convex side, so that the other hip stands out") {
  every(Pattern::als_3ch, [](const Film& film) {
    CHECK((film.apex() >= T5 && film.apex() <= T10));
    CHECK(film.lumbar().first > 0);  // never crosses the central sacral line
    CHECK(film.aside(0) > 0.05);
  });
}

TEST_CASE("3CTL: the same with its apex at T12 or L1") {
  every(Pattern::als_3ctl, [](const Film& film) {
    CHECK((film.apex() == T12 || film.apex() == L1));
    CHECK(film.lumbar().first > 0);
    CHECK(film.aside(0) > 0.05);
  });
}

TEST_CASE(
    "3CN and 3CL: a lumbar curve crosses the central sacral line, the thoracic one leads, the pelvis is neutral") {
  for (const Pattern type : {Pattern::als_3cn, Pattern::als_3cl})
    every(type, [](const Film& film) {
      CHECK((film.apex() >= T5 && film.apex() <= T10));
      CHECK(film.lumbar().first < -0.003);
      CHECK(std::abs(film.aside(0)) < 0.02);
      CHECK(std::abs(film.spine.bends()[0].cobb) > std::abs(film.spine.bends()[1].cobb));
    });
}

TEST_CASE("3CL: the lumbar curve is longer than in 3CN and reaches higher") {
  every(Pattern::als_3cl, [](const Film& film) {
    CHECK(film.spine.bends()[1].reach > 0.39);
    CHECK(film.aside(L1) < 0);
  });
  every(Pattern::als_3cn, [](const Film& film) { CHECK(film.spine.bends()[1].reach < 0.33); });
}

TEST_CASE(
    "4C, 4CL and 4CTL: the trunk hangs to the lower curve's side, so that the hip below the upper one stands out") {
  for (const Pattern type : {Pattern::als_4c, Pattern::als_4cl, Pattern::als_4ctl})
    every(type, [](const Film& film) {
      CHECK(film.aside(0) < -0.04);
      CHECK(film.lumbar().first < -0.02);
    });
}

TEST_CASE("4C has two curves as large as each other; in 4CL and 4CTL the lower one leads") {
  const auto ratio = [](const Film& film) { return -film.spine.bends()[1].cobb / film.spine.bends()[0].cobb; };
  every(Pattern::als_4c, [&](const Film& film) { CHECK((ratio(film) > 0.9 && ratio(film) < 1.1)); });
  every(Pattern::als_4cl, [&](const Film& film) {
    CHECK(ratio(film) > 1.5);
    CHECK((film.apex() >= L2 && film.apex() <= L4));
  });
  every(Pattern::als_4ctl, [&](const Film& film) {
    CHECK(ratio(film) > 1.5);
    CHECK((film.apex() == T12 || film.apex() == L1));
  });
}

TEST_CASE("every ALS type bends by the angle that a scoliosis has, 20 to 70 degrees, to either side as often") {
  for (int type = static_cast<int>(Pattern::als_3ch); type <= static_cast<int>(Pattern::als_4ctl); ++type) {
    int right = 0;
    every(static_cast<Pattern>(type), [&](const Film& film) {
      CHECK(film.cobb(0, 16) > 20);
      CHECK(film.cobb(0, 16) < 70);
      right += film.side > 0;
    });
    CHECK((right > 70 && right < 130));
  }
}

TEST_CASE("ALS types are lateral: a flip is refused unless it is forced") {
  const auto listing = [](const char* task) {
    return Registry::global().make<Dataset>(Choice("spine_phantom", {{"task", task}}))->list();
  };
  CHECK(listing("als_types").lateral);
  CHECK(listing("als_types").classes == std::vector<std::string>{"3CH", "3CL", "3CN", "3CTL", "4C", "4CL", "4CTL"});
  for (const char* task : {"three_classes", "double_curve", "double_contour"}) CHECK_FALSE(listing(task).lateral);
}
