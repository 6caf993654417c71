// What datasets of files share: registry/datasets/reading/files.h.
#include "registry/datasets/reading/files.h"

#include <catch2/catch.hpp>

#include "tests/support/folders.h"

using namespace xp;
using Catch::Contains;

TEST_CASE("names of classes tell whether a mirrored image would belong to another") {
  using reading::tells_sides;
  CHECK(tells_sides({"left", "right"}));
  CHECK(tells_sides({"Normal", "scoliosis-L", "scoliosis-R"}));
  CHECK(tells_sides({"LeftCurve", "RightCurve"}));
  CHECK(tells_sides({"hip_lt", "hip_rt"}));
  CHECK(tells_sides({"3CH", "3CTL", "3CN", "3CL", "4C", "4CL", "4CTL"}));
  CHECK(tells_sides({"4c", "other"}));
  CHECK(tells_sides({"levo_scoliosis", "Dextro-Scoliosis"}));
  CHECK(tells_sides({"coxa sinistra", "coxa dextra"}));
  CHECK(tells_sides({"links", "rechts"}));
  CHECK_FALSE(tells_sides({"Normal", "Scol", "Spond"}));
  CHECK_FALSE(tells_sides({"cleft", "bright", "rolled", "LARGE", "öl"}));
  CHECK_FALSE(tells_sides({"single", "double"}));
  CHECK_FALSE(tells_sides({"L1", "L4-L5", "T12-L1", "disc_l3"}));
  CHECK_FALSE(tells_sides({}));
}

TEST_CASE("the names of classes decide whether mirroring is refused, unless the experiment says") {
  const test::Files files("lateral");
  files.add("left/1.png"), files.add("right/1.png");
  const std::string root = files.path.string();
  CHECK(test::listed("image_folder", root).lateral);
  CHECK_FALSE(test::listed("image_folder", root, {{"lateral", "no"}}).lateral);
  const test::Files plain("lateral_plain");
  plain.add("a/1.png"), plain.add("b/1.png");
  CHECK_FALSE(test::listed("image_folder", plain.path.string()).lateral);
  CHECK(test::listed("image_folder", plain.path.string(), {{"lateral", "yes"}}).lateral);
}

TEST_CASE("a folder of DICOM files read as images says which dataset reads them") {
  const test::Files files("dicom_as_images");
  files.add("a/1.dcm"), files.add("b/1.dcm");
  CHECK_THAT(test::refusal("image_folder", files.path.string()), Contains("--set dataset=dicom"));
}

TEST_CASE("a link to itself is a broken one") {
  const test::Files files("loop");
  files.add("a/1.png"), files.add("b/1.png");
  std::filesystem::create_symlink("2.png", files.path / "a/2.png");
  std::filesystem::create_symlink("c", files.path / "c");
  CHECK_THAT(test::refusal("image_folder", files.path.string()), Contains("a/2.png leads nowhere"));
  CHECK_THAT(test::refusal("image_folder", files / "c"), Contains("there is no folder"));
}
