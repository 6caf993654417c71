#include "framework/run/neighbours.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "framework/base/random.h"

using namespace xp;

namespace {

using Rows = std::vector<std::vector<double>>;

struct Drawn {
  nlohmann::json all = nlohmann::json::parse(std::ifstream(XP_SOURCE_DIR "/tests/run/fixtures/neighbours.json"));
  Rows rows = all.at("rows").get<Rows>();
  std::vector<int> labels = all.at("labels").get<std::vector<int>>(), training = all.at("training"),
                   asked = all.at("asked");
};

/// 60 pictures of two classes: size or pixel 0 tells them, or nothing does.
struct Told {
  Rows rows;
  std::vector<int> labels;
  Division division;
  explicit Told(NeighbourView by) {
    Random random(3, "neighbours_test");
    for (int i = 0; i < 60; ++i) {
      labels.push_back(i % 2);
      rows.push_back(
          {500 + random.normal() + (by == NeighbourView::size ? 200 * labels.back() : 0), 700 + random.normal()});
      for (int pixel = 0; pixel < 16; ++pixel) rows.back().push_back(random.uniform());
      if (by == NeighbourView::thumbnail)
        for (std::size_t pixel = 2; pixel < 18; ++pixel) rows.back()[pixel] += 0.5 * labels.back();
      division.of.push_back(i < 30 ? Part::train : i < 50 ? Part::validation : Part::test);
    }
  }
};

}  // namespace

TEST_CASE("neighbours say what scikit-learn's say, on size, on the thumbnail and on both") {
  const Drawn drawn;
  REQUIRE(drawn.all.at("said").size() == 9);
  for (const auto& said : drawn.all.at("said"))
    for (const NeighbourView view : {NeighbourView::both, NeighbourView::size, NeighbourView::thumbnail}) {
      if (said.at("view") != name(view)) continue;
      const Rows ours = neighbours_say(features(drawn.rows, drawn.training, view), drawn.labels, 3, drawn.training,
                                       drawn.asked, said.at("k"));
      const Rows theirs = said.at("probabilities");
      REQUIRE(ours.size() == theirs.size());
      for (std::size_t i = 0; i < ours.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) CHECK(ours[i][c] == Approx(theirs[i][c]).margin(1e-12));
    }
}

TEST_CASE("the majority's answer is that of scikit-learn's DummyClassifier") {
  const Drawn drawn;
  const std::vector<double> theirs = drawn.all.at("frequencies"), ours = frequencies(drawn.labels, 3, drawn.training);
  for (std::size_t c = 0; c < 3; ++c) CHECK(ours[c] == Approx(theirs[c]).epsilon(1e-12));
}

TEST_CASE("what tells the classes is what the neighbours are chosen by, and the test has no say") {
  for (const NeighbourView by : {NeighbourView::size, NeighbourView::thumbnail}) {
    const Told told(by);
    const Neighbourhood chosen = chosen_neighbourhood(told.rows, told.labels, 2, told.division);
    CHECK(chosen.view != (by == NeighbourView::size ? NeighbourView::thumbnail : NeighbourView::size));
    std::vector<int> other = told.labels;
    for (std::size_t i = 50; i < 60; ++i) other[i] = 1 - other[i];
    const Neighbourhood again = chosen_neighbourhood(told.rows, other, 2, told.division);
    CHECK((again.k == chosen.k && again.view == chosen.view));
  }
  Told told(NeighbourView::size);
  for (Part& part : told.division.of)
    if (part == Part::validation) part = Part::train;
  const Neighbourhood unchosen = chosen_neighbourhood(told.rows, told.labels, 2, told.division);
  CHECK((unchosen.k == 5 && unchosen.view == NeighbourView::both));
}

TEST_CASE("of fewer training images than neighbours all are asked") {
  const Told told(NeighbourView::size);
  const Rows said =
      neighbours_say(features(told.rows, {0, 1, 2}, NeighbourView::both), told.labels, 2, {0, 1, 2}, {40}, 5);
  CHECK(said.at(0).at(0) == Approx(2.0 / 3));
}
