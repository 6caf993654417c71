#include "reports/comparison/disagreements.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

namespace {

Record run(int id, int wrong, int skip) { return test::healthy(id, wrong, skip, {60, 40, 12}); }

}  // namespace

TEST_CASE("images on which runs disagree stand once, with what each run said") {
  const Comparison c = compare({run(1, 2, 0), run(2, 1, 1), run(3, 0, 0)});
  const std::vector<Disagreement> images = disagreements(c);
  REQUIRE(images.size() == 2);
  CHECK(images[0].truth == "Normal");
  CHECK(images[0].said == std::vector<std::string>{"Scoliosis", "Normal", "Normal"});
  CHECK(images[0].right == 2);
  CHECK(images[1].said == std::vector<std::string>{"Spondylolisthesis", "Spondylolisthesis", "Scoliosis"});
  CHECK(images[1].right == 1);
}

TEST_CASE("to look at, both sides take turns, and those come first where the run that is wrong was surest") {
  Pair pair;
  for (int i = 0; i < 5; ++i) pair.flips.push_back({"image " + std::to_string(i), "a", "a", "b", i < 3});
  const auto shown = telling(pair, {0.5, 0.9, 0.7, 0.6, 0.8}, 4);
  REQUIRE(shown.size() == 4);
  CHECK(shown[0]->sample == "image 1");
  CHECK(shown[1]->sample == "image 4");
  CHECK(shown[2]->sample == "image 2");
  CHECK(shown[3]->sample == "image 3");
  CHECK(telling(pair, {0, 0, 0, 0, 0}, 100).size() == 5);
}

TEST_CASE("an image is found by its content where another run calls it otherwise, its classes in another order") {
  Record first = run(1, 0, 0), second = run(2, 0, 0);
  for (StoredSample& s : second.samples) s.name = "elsewhere/" + s.name;
  const std::vector<std::string> order{"Scoliosis", "Normal", "Other"};
  second.classes = order;
  second.test[0].label = 1, second.test[0].probabilities = {0.3, 0.6, 0.1};
  const TestAnswers answers({&first, &second});
  const std::string image = first.samples[static_cast<std::size_t>(first.test[0].sample)].name;
  REQUIRE(answers.of(1, image));
  CHECK(answers.of(1, image)->probabilities == second.test[0].probabilities);
  const Prediction said = answers.of(1, image, 0);
  CHECK(said.label == 0);
  CHECK(said.probabilities == std::vector<double>{0.6, 0.3, 0});
  CHECK(said.sample == second.test[0].sample);
  CHECK_FALSE(answers.of(1, "no such image"));
}
