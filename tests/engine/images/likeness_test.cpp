#include "framework/engine/images/likeness.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <set>

#include "framework/base/file.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/image_ops.h"
#include "framework/engine/images/likeness/around.h"
#include "framework/engine/images/likeness/neighbours.h"
#include "framework/engine/images/likeness/registration.h"
#include "framework/experiment.h"
#include "tests/support/skip.h"

using namespace xp;

namespace {

bool never() { return false; }

std::vector<Image> phantoms(int images) {
  const auto dataset =
      Registry::global().make<Dataset>(Choice("spine_phantom", {{"images", images}, {"height", 192}, {"seed", 7}}));
  std::vector<Image> out;
  for (const Sample& sample : dataset->list().samples) out.push_back(dataset->draw(sample));
  return out;
}

Image mirror(const Image& image) {
  Image out = image;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) out.at(x, y) = image.at(image.width - 1 - x, y);
  return out;
}

Image upended(const Image& image) {
  Image out = image;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) out.at(x, y) = image.at(x, image.height - 1 - y);
  return out;
}

/// Clockwise about the centre; black corners.
Image rotated(const Image& image, double degrees) {
  const double c = std::cos(degrees * CV_PI / 180), s = std::sin(degrees * CV_PI / 180);
  const double x = (image.width - 1) / 2.0, y = (image.height - 1) / 2.0;
  return CvImageOps().warp(image, {c, s, x - c * x - s * y, -s, c, y + s * x - c * y}, {});
}

Image crop(const Image& image, double share) {
  Image out(static_cast<int>(std::lround(image.width * share)), static_cast<int>(std::lround(image.height * share)));
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) out.at(x, y) = image.at(x + 2, y + 3);
  return out;
}

Image darker(Image image) {
  for (float& pixel : image.pixels) pixel = std::pow(pixel, 1.5f);
  return image;
}

/// What is said of one copy beside nine other pictures.
std::string said_of(const Image& copy) {
  std::vector<Signature> signatures;
  for (const Image& image : phantoms(9)) signatures.push_back(signature(image));
  signatures.push_back(signature(copy));
  const auto found = likenesses(signatures, 1, never);
  if (found.size() != 1 || found[0].a != 4 || found[0].b != 9) return std::to_string(found.size()) + " pairs";
  return found[0].how;
}

}  // namespace

TEST_CASE("a copy is found and what was done to it is told") {
  const Image original = phantoms(9)[4];
  CHECK(said_of(original) == "the same pixels");
  CHECK(said_of(mirror(original)) == "mirrored");
  CHECK(said_of(rotated(original, 7)) == "rotated by 7°");
  CHECK(said_of(rotated(original, -10)) == "rotated by 10°");
  CHECK(said_of(crop(original, 0.92)) == "cropped to 92 %");
  CHECK(said_of(crop(original, 0.9)) == "cropped to 90 %");
  CHECK(said_of(darker(original)) == "brightened");
  CHECK(said_of(CvImageOps().resize(original, original.width * 2, original.height * 2, Filter::lanczos)) ==
        "compressed or scaled");
  CHECK(said_of(upended(original)) == "mirrored top to bottom");
  CHECK(said_of(darker(rotated(upended(original), 7))) == "mirrored top to bottom, rotated by 7°");
  CHECK(said_of(darker(rotated(mirror(original), -7))) == "mirrored, rotated by 7°");
}

TEST_CASE("pictures of different patients are no copies, however alike they stand") {
  std::vector<Signature> signatures;
  for (const Image& image : phantoms(150)) signatures.push_back(signature(image));
  for (const Likeness& pair : likenesses(signatures, 2, never))
    FAIL(pair.a << " and " << pair.b << ": " << pair.how << ", " << pair.correlation);
}

TEST_CASE("a registration finds the turn and the crop that were made") {
  const Image original = phantoms(1 + 8)[3];
  const Signature a = signature(original), b = signature(rotated(crop(original, 0.94), 5));
  const std::vector<SpotMatch> found = matches({&a, &b}, 1, never);
  const auto alignment = registered(a, b, found);
  REQUIRE(alignment);
  CHECK(alignment->degrees == Approx(-5).margin(0.5));
  CHECK(alignment->scale == Approx(0.94).margin(0.01));
  CHECK(alignment->agreeing > 10);
  CHECK(alignment->correlation > 0.8);
}

TEST_CASE("a mirrored picture has the same spots, mirrored") {
  const Image image = phantoms(9)[2];
  const Signature one = signature(image), other = signature(mirror(image));
  REQUIRE(one.spots.size() == other.spots.size());
  std::size_t same = 0;
  for (const auto& spot : one.spots)
    for (const auto& there : other.spots) {
      if (std::abs(spot.x - (one.width - 1 - there.x)) > 0.01f || std::abs(spot.y - there.y) > 0.01f) continue;
      const auto around = mirrored(there.around, Mirror::sideways);
      int off = 0;
      for (int k = 0; k < Signature::length; ++k) off = std::max(off, std::abs(spot.around[k] - around[k]));
      same += off <= 1;
    }
  CHECK(same >= one.spots.size() - 2);
}

TEST_CASE("the number of threads does not change what is found") {
  std::vector<Signature> signatures;
  for (const Image& image : phantoms(24)) {
    signatures.push_back(signature(image));
    signatures.push_back(signature(mirror(image)));
  }
  const auto one = likenesses(signatures, 1, never), five = likenesses(signatures, 5, never);
  REQUIRE(one.size() == 24);
  REQUIRE(five.size() == one.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(std::tie(one[i].a, one[i].b, one[i].how) == std::tie(five[i].a, five[i].b, five[i].how));
    CHECK(one[i].correlation == five[i].correlation);
  }
}

TEST_CASE("a picture that comes a thousand times is told of a thousand times, not a million") {
  std::vector<Signature> signatures(1000, signature(phantoms(9)[1]));
  const auto found = likenesses(signatures, 2, never);
  CHECK(found.size() == 999);
  for (const Likeness& pair : found) CHECK((pair.a == 0 && pair.how == "the same pixels" && pair.correlation == 1));
}

TEST_CASE("pictures without anything in them, and of any shape, are no copies of each other") {
  std::vector<Signature> signatures;
  for (const auto& [width, height, grey] :
       {std::tuple(1, 1, 0.0f), {1, 5000, 0.5f}, {3000, 2, 0.5f}, {64, 64, 0.0f}, {50, 80, 1.0f}, {700, 30, 1.0f}})
    signatures.push_back(signature(Image(width, height, 1, grey)));
  CHECK(likenesses(signatures, 2, never).empty());
  CHECK(likenesses({}, 2, never).empty());
  CHECK(likenesses({signatures[0]}, 2, never).empty());
}

TEST_CASE("what goes wrong while copies are looked for reaches who looks") {
  std::vector<Signature> signatures;
  for (const Image& image : phantoms(8))
    signatures.push_back(signature(image)), signatures.push_back(signature(darker(image)));
  int asked = 0;
  const auto fails_late = [&]() -> bool { return ++asked > 16 ? throw Error("no more") : false; };  // after all trees
  CHECK_THROWS_WITH(likenesses(signatures, 2, fails_late), "no more");
}

TEST_CASE("looking for copies can be stopped") {
  std::vector<Signature> signatures;
  for (const Image& image : phantoms(9)) signatures.push_back(signature(image));
  int asked = 0;
  likenesses(signatures, 2, [&] { return ++asked > 0; });
  CHECK(asked > 0);
  CHECK(asked < 10);
}

TEST_CASE("radiographs that were cropped twice from one are found in fraiwan338, and no others") {
  const std::filesystem::path folder = std::filesystem::path(XP_SOURCE_DIR) / "../shared/data/fraiwan338";
  if (!std::filesystem::exists(folder)) SKIP("no radiographs beside the checkout");
  std::vector<std::string> names;
  std::vector<Signature> signatures;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!is_image_name(entry.path().filename().string())) continue;
    std::string why;
    const auto image = decode(read_file(entry.path().string()), {1}, why);
    REQUIRE(image);
    names.push_back(entry.path().filename().string()), signatures.push_back(signature(*image));
  }
  std::set<std::pair<std::string, std::string>> found;
  for (const Likeness& pair : likenesses(signatures, 2, never)) {
    CHECK(pair.correlation > 0.9);
    found.insert(std::minmax(names[pair.a], names[pair.b]));
  }
  CHECK(found == std::set<std::pair<std::string, std::string>>{{"N2,N,18,M_1_0.jpg", "N4,N,18,M_1_0.jpg"},
                                                               {"N17, Rt TAIS, F, 12 yrs.jpg", "N34,S,12,F_1_0.jpg"},
                                                               {"N20,S,F,35_1_0.jpg", "N27,S,35,F_1_0.jpg"},
                                                               {"N21,S,16,F_1_0.jpg", "N28,S,16,F_1_0.jpg"},
                                                               {"N22,S,12,M_1_0.jpg", "N37,S,12,M_1_0.jpg"},
                                                               {"N23,S,10,F_1_0.jpg", "N30,S,10,F_1_0.jpg"},
                                                               {"N24,S,17,M_1_0.jpg", "N31,S,17,M_1_0.jpg"},
                                                               {"N26,S,61,M_1003_2.jpg", "N27,S,61,M_1003_2.jpg"}});
}
