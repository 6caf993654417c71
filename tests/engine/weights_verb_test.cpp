// A run's weights, handed to somebody else's program.
#include <catch2/catch.hpp>

#include "framework/experiment.h"
#include "framework/weights/weights.h"
#include "tests/support/tiny.h"

using namespace xp;
using Catch::Matchers::Contains;
using test::Place;

TEST_CASE("the weights of a run are written under torchvision's names, and a file is no run") {
  const Place place;
  REQUIRE(place
              .xp({"run", test::tiny_file(), "-q", "--set", "model=resnet", "--set", "model.depth=18", "--set",
                   "train.epochs=1", "--set", "transform.size=32", "--set", "train.precision=fp32"})
              .code == 0);
  const std::string file = place.root / "resnet18.safetensors";
  const test::Output done = place.xp({"weights", "convert", "run1", file, "--to", "torchvision"});
  CAPTURE(done.err);
  REQUIRE(done.code == 0);
  CHECK_THAT(done.out, Contains("102 tensors"));  // torchvision's resnet18 has 122 with its 20 batch counters
  const WeightFile written = read_weight_file(file);
  CHECK(written.tensors.front().name == "conv1.weight");
  CHECK(written.tensors.back().name == "fc.bias");

  // The file is one to start from: the same network, the same classes.
  const test::Output again =
      place.xp({"run", test::tiny_file(), "--set", "model=resnet", "--set", "model.depth=18", "--set", "train.epochs=1",
                "--set", "transform.size=32", "--set", "model.weights=" + file, "--set", "model.freeze=features"});
  CHECK(again.code == 0);
  CHECK_THAT(again.err, Contains("weights of resnet18.safetensors (torchvision names)"));

  CHECK_THAT(place.xp({"weights", "convert", "run1", file, "--to", "torchvison"}).err, Contains("--force"));
  CHECK_THAT(place.xp({"weights", "convert", "run1", file, "--force", "--to", "torchvison"}).err,
             Contains("did you mean \"torchvision\"?"));
}

TEST_CASE("a file that does not fit ends the run with what is wrong, tensor by tensor") {
  const Place place;
  const std::string file = place.root / "odd.safetensors";
  test::write(file, safetensors({{"embedding", Element::f32, {2}, std::string(8, '\0')}}, {}));
  const test::Output plan = place.xp({"plan", test::tiny_file(), "--set", "model.weights=" + file + ".not_there"});
  CHECK(plan.code == 2);
  CHECK_THAT(plan.err, Contains("odd.safetensors.not_there: No such file"));
  const test::Output run = place.xp({"run", test::tiny_file(), "--set", "model.weights=" + file});
  CHECK(run.code == 1);
  CHECK_THAT(run.err, Contains("nothing of this safetensors file fits model small_cnn") && Contains("embedding 2"));
}
