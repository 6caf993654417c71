#include "framework/engine/images/survey.h"

#include <catch2/catch.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/engine/images/file_facts.h"
#include "framework/engine/images/look.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

bool never() { return false; }

/// A grey picture with structure, of a seed.
cv::Mat picture(int seed, int width = 60, int height = 90) {
  cv::Mat small(9, 6, CV_8U), out;
  for (int i = 0; i < 54; ++i)
    small.at<std::uint8_t>(i / 6, i % 6) = static_cast<std::uint8_t>((i * 97 + seed * 53) % 251);
  cv::resize(small, out, {width, height}, 0, 0, cv::INTER_CUBIC);
  return out;
}

/// A cache of its own, as long as it lives.
struct Cache {
  test::TemporaryFolder folder{"survey"};
  std::string before = std::getenv("XDG_CACHE_HOME") ? std::getenv("XDG_CACHE_HOME") : "";
  Cache() { ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1); }
  ~Cache() { before.empty() ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", before.c_str(), 1); }

  Sample add(const std::string& name, const cv::Mat& mat) {
    const std::string path = folder / name;
    REQUIRE(cv::imwrite(path, mat));
    return {name, path, 0, "", sha256_of_file(path)};
  }
};

Survey look_at(const Listing& listing) { return surveyed(listing, Choice("noise"), 2, never); }

/// A JPEG segment with EXIF that names a camera, as Make and Model and, far away, the artist.
std::string exif() {
  std::string tiff("II*\0\x08\0\0\0\x03\0", 10);
  const auto entry = [&](int tag, int count, int offset) {
    for (int n : {tag, 2}) tiff += static_cast<char>(n & 255), tiff += static_cast<char>(n >> 8);
    for (int n : {count, offset})
      for (int shift : {0, 8, 16, 24}) tiff += static_cast<char>(n >> shift & 255);
  };
  entry(271, 8, 50), entry(272, 8, 58), entry(315, 8, 66);
  tiff += std::string("\0\0\0\0", 4) + std::string("Siemens\0Model 7\0J. Bond\0", 24);
  const std::string body = std::string("Exif\0\0", 6) + tiff;
  const int length = static_cast<int>(body.size()) + 2;
  return std::string("\xFF\xE1") + static_cast<char>(length >> 8) + static_cast<char>(length & 255) + body;
}

}  // namespace

TEST_CASE("of each image its size, brightness, tint, border and corners are seen") {
  Cache cache;
  cv::Mat plain(40, 80, CV_8UC3, cv::Scalar(102, 102, 102)), tinted(40, 80, CV_8UC3, cv::Scalar(52, 102, 152));
  cv::Mat framed = cv::Mat::zeros(100, 50, CV_8U);
  picture(1, 40, 80).copyTo(framed({5, 10, 40, 80}));
  framed({5, 10, 40, 80}).setTo(10, framed({5, 10, 40, 80}) < 10);
  const Listing listing{
      {"a"}, {cache.add("plain.png", plain), cache.add("tinted.png", tinted), cache.add("framed.bmp", framed)}};
  const Survey survey = look_at(listing);
  const Look &grey = survey.looks[0], &colour = survey.looks[1], &frame = survey.looks[2];
  CHECK(grey.width == 80);
  CHECK(grey.height == 40);
  CHECK(grey.channels == 3);
  CHECK(grey.bits == 8);
  CHECK(grey.bytes == Approx(static_cast<double>(read_file(listing.samples[0].path).size())));
  CHECK(grey.brightness == Approx(0.4));
  CHECK(grey.contrast == Approx(0).margin(1e-4));
  CHECK(grey.tint == Approx(0).margin(1e-6));
  CHECK(grey.border == Approx(1));
  // blue 52, green 102, red 152: grey 111.25, so (40.75 + 9.25 + 59.25) / 3 / 255
  CHECK(colour.tint == Approx(109.25 / 3 / 255).margin(1e-3));
  CHECK(frame.border == Approx(0.2).margin(0.011));
  CHECK(frame.corners[0] < frame.brightness);
}

TEST_CASE("the same picture has the same pixels whatever its format, and its copies are found") {
  Cache cache;
  const cv::Mat a = picture(1), b = picture(2);
  cv::Mat mirrored;
  cv::flip(a, mirrored, 1);
  const Listing listing{
      {"a"},
      {cache.add("a.png", a), cache.add("a.bmp", a), cache.add("b.png", b), cache.add("mirrored.png", mirrored)}};
  const Survey survey = look_at(listing);
  REQUIRE(survey.likenesses.size() == 1);
  CHECK(survey.likenesses[0].a == 0);
  CHECK(survey.likenesses[0].b == 3);
  CHECK(survey.likenesses[0].how.find("mirrored") == 0);
  CHECK(survey.looks[0].pixels == survey.looks[1].pixels);
  CHECK(survey.looks[0].pixels != survey.looks[2].pixels);
}

TEST_CASE("what was seen is remembered by content, and a damaged memory does not count") {
  Cache cache;
  const Sample sample = cache.add("a.png", picture(1));
  const Listing listing{{"a"}, {sample}};
  const Look first = look_at(listing).looks[0];
  REQUIRE(remembered(sample.sha256));
  CHECK(remembered(sample.sha256)->look.pixels == first.pixels);
  std::string why;
  const auto whole = whole_image(sample, *Registry::global().make<Dataset>(Choice("noise")), true, 0, why);
  REQUIRE(whole);
  CHECK(remembered(sample.sha256)->signature == seen(*whole).signature);
  std::filesystem::remove(sample.path);  // so the second look is from memory
  CHECK(look_at(listing).looks[0].pixels == first.pixels);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cache.folder / "cache"))
    if (entry.is_regular_file()) write_file(entry.path(), read_file(entry.path()).substr(0, 100));
  CHECK_FALSE(remembered(sample.sha256));
  CHECK_FALSE(look_at(listing).looks[0].unreadable.empty());
}

TEST_CASE("films with a scale of their own are told apart beyond white") {
  Image a(40, 40), b(40, 40);
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    a.pixels[i] = static_cast<float>(i % 40 * 100), b.pixels[i] = static_cast<float>(i % 40 * 90 + 2);
  CHECK(seen(a).look.pixels != seen(b).look.pixels);
  CHECK(seen(a).look.pixels == seen(Image(a)).look.pixels);
}

TEST_CASE("what was seen is its owner's alone, and stays below its limit") {
  namespace fs = std::filesystem;
  Cache cache;
  look_at({{"a"}, {cache.add("a.png", picture(1))}});
  const fs::path folder = cache.folder / "cache/xp/looks";
  const auto files = [&] {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) out.push_back(entry.path());
    return out;
  };
  REQUIRE(files().size() == 1);
  CHECK((fs::status(folder).permissions() & fs::perms(077)) == fs::perms::none);
  CHECK((fs::status(files()[0]).permissions() & fs::perms(077)) == fs::perms::none);
  const double one = static_cast<double>(fs::file_size(files()[0]));
  const Seen again = *remembered(sha256_of_file(cache.folder / "a.png"));
  for (char c = '0'; c <= '9'; ++c) remember(std::string(64, c), again, 4 * one);
  CHECK(files().size() <= 4);
  CHECK(files().size() >= 3);
  CHECK(remembered(std::string(64, '9')));
}

TEST_CASE("what is no image is said to be unreadable, and the others are seen") {
  Cache cache;
  write_file(cache.folder / "bad.png", "no image");
  const Survey survey = look_at(
      {{"a"}, {{"bad.png", cache.folder / "bad.png", 0, "", sha256("no image")}, cache.add("a.png", picture(1))}});
  CHECK_FALSE(survey.looks[0].unreadable.empty());
  CHECK(survey.looks[1].unreadable.empty());
}

TEST_CASE("a look that is stopped ends with an error") {
  Cache cache;
  CHECK_THROWS_WITH(surveyed({{"a"}, {cache.add("a.png", picture(1))}}, Choice("noise"), 1, [] { return true; }),
                    Catch::Matchers::Contains("interrupted"));
}

TEST_CASE("headers tell depth, channels and the device, but nobody's name") {
  std::vector<std::uint8_t> raw;
  cv::imencode(".jpg", picture(1), raw);
  std::string jpeg(raw.begin(), raw.end());
  CHECK(file_facts(jpeg).channels == 1);
  CHECK(file_facts(jpeg).bits == 8);
  CHECK(file_facts(jpeg).device.empty());
  jpeg.insert(2, exif());
  CHECK(file_facts(jpeg).device == "Siemens Model 7");
  CHECK(file_facts(jpeg).channels == 1);
  cv::Mat deep;
  picture(1).convertTo(deep, CV_16U, 257);
  cv::imencode(".png", deep, raw);
  CHECK(file_facts({reinterpret_cast<const char*>(raw.data()), raw.size()}).bits == 16);
  for (std::size_t n = 0; n < 200; ++n) file_facts(std::string_view(jpeg).substr(0, n));  // never throws
  CHECK(file_facts("").channels == 0);
}
