// Against Pillow's numbers: fixtures/make.py wrote files and numbers.
#include "framework/engine/images/decode.h"

#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "framework/engine/images/header.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string fixtures = XP_SOURCE_DIR "/tests/engine/images/fixtures/";

std::vector<double> wanted(const Json& file, int channels) {
  const double white = file["white"];
  std::vector<double> out;
  if (channels == 3 && file.contains("rgb"))
    for (const double v : file["rgb"]) out.push_back(v / white);
  else
    for (const double v : file["grey"])
      for (int c = 0; c < channels; ++c) out.push_back(v / white);
  return out;
}

/// The greatest distance from Pillow's numbers, in 255ths.
double distance(const Image& image, const std::vector<double>& numbers) {
  double worst = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) worst = std::max(worst, std::abs(image.pixels[i] - numbers[i]));
  return worst * 255;
}

std::string refusal(const std::string& bytes) {
  std::string why = "accepted";
  decode(bytes, {}, why);
  return why;
}

std::string number(std::uint64_t n, int bytes, bool big_endian) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(n >> 8 * (big_endian ? bytes - 1 - i : i) & 0xFF);
  return out;
}

std::string png_of(std::uint32_t width, std::uint32_t height) {
  return std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + number(width, 4, true) + number(height, 4, true) +
         std::string("\x08\0\0\0\0\0\0\0\0", 9) + std::string("\0\0\0\0IEND\0\0\0\0", 12);
}

std::string jpeg_of(std::uint32_t width, std::uint32_t height) {
  return std::string("\xFF\xD8\xFF\xE0\0\x04\0\0\xFF\xC0\0\x0B\x08", 13) + number(height, 2, true) +
         number(width, 2, true) + std::string("\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\0\0\xFF\xD9", 18);
}

std::string bmp_of(std::uint32_t width, std::uint32_t height) {
  return "BM" + number(54, 4, false) + number(0, 4, false) + number(54, 4, false) + number(40, 4, false) +
         number(width, 4, false) + number(height, 4, false) + number(1, 2, false) + number(24, 2, false) +
         std::string(24, '\0');
}

std::string tiff_of(std::uint32_t width, std::uint32_t height, bool big) {
  std::string out = (big ? std::string("MM\0*", 4) : std::string("II*\0", 4)) + number(8, 4, big) + number(2, 2, big);
  for (const auto& [tag, value] : {std::pair{256u, width}, {257u, height}})
    out += number(tag, 2, big) + number(4, 2, big) + number(1, 4, big) + number(value, 4, big);
  return out + number(0, 4, big) + std::string(64, '\0');
}

double peak_kib() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss);
}

}  // namespace

TEST_CASE("orientation, opacity, CMYK, palettes, 1, 8 and 16 bits are read as Pillow reads them") {
  const Json expected = Json::parse(read_file(fixtures + "pillow.json"));
  CHECK(expected.size() >= 28);
  for (const auto& [name, file] : expected.items())
    for (const int channels : {1, 3}) {
      INFO(name << " in " << channels << " channels");
      std::string why;
      const auto image = decode(read_file(fixtures + name), {channels}, why);
      INFO(why);
      REQUIRE(image);
      REQUIRE(image->width == file["width"]);
      REQUIRE(image->height == file["height"]);
      REQUIRE(image->channels == channels);
      // Lossless files: the rounding of grey and of opacity, once each. JPEG: another decoder's arithmetic.
      const bool lossy = name.ends_with(".jpg");
      const bool sixteen = file["white"] == 65535;
      CHECK(distance(*image, wanted(file, channels)) <= (lossy ? 3.01 : sixteen ? 0.01 : 1.51));
    }
}

TEST_CASE("what is transparent lies over black, whatever colour it hides") {
  std::string why;
  const auto image = decode(read_file(fixtures + "alpha.png"), {1}, why);
  REQUIRE(image);
  CHECK(image->at(0, 5) == 0);  // opacity 0, a bright colour below
}

TEST_CASE("a header that claims 60 000 × 60 000 pixels is refused before anything is allocated") {
  const double before = peak_kib();
  for (const std::string& bytes : {png_of(60000, 60000), jpeg_of(60000, 60000), bmp_of(60000, 60000),
                                   bmp_of(60000, static_cast<std::uint32_t>(-60000)), tiff_of(60000, 60000, false),
                                   tiff_of(60000, 60000, true), png_of(4000000000u, 4000000000u)})
    CHECK_THAT(refusal(bytes), Contains("claims") && (Contains("60000 × 60000") || Contains("4000000000 ×")));
  CHECK(peak_kib() - before < 50 * 1024);
  std::string why;
  CHECK_FALSE(too_large(1 << 14, 1 << 13, why));
  CHECK(too_large((1 << 14) + 1, 1 << 13, why));
}

TEST_CASE("a page further back counts, and directories in a circle end") {
  std::string two = tiff_of(10, 10, false);
  two.replace(8 + 2 + 24, 4, number(200, 4, false));
  two.resize(200);
  two += tiff_of(60000, 60000, false).substr(8);
  CHECK_THAT(refusal(two), Contains("60000 × 60000"));
  two.replace(200 + 2 + 24, 4, number(8, 4, false));
  CHECK(header(two)->width == 60000);
}

TEST_CASE("what libjpeg skips hides no size: markers without length, filling, rubbish") {
  for (const std::string& skipped : {std::string("\xFF\x01"), std::string("\xFF\xD3"), std::string("\xFF\xFF"),
                                     std::string("rubbish"), std::string("\xFF\0", 2)}) {
    std::string bytes = jpeg_of(60000, 60000);
    bytes.insert(8, skipped + jpeg_of(8, 8).substr(2, 6));  // the frame lies behind another segment
    CHECK(header(bytes)->width == 60000);
    CHECK_THAT(refusal(bytes), Contains("60000 × 60000"));
  }
  std::string hidden = jpeg_of(60000, 60000);  // who takes RST0 for a segment of 256 bytes finds the small frame
  hidden.insert(8, "\xFF\xD0");
  hidden.resize(8 + 2 + 0xFFC0, '\0');
  hidden += jpeg_of(8, 8).substr(8);
  CHECK(header(hidden)->width == 60000);
}

TEST_CASE("a header that tells no size is refused") {
  for (const std::string& bytes : {png_of(0, 60000), jpeg_of(60000, 0), bmp_of(0, 60000), tiff_of(0, 10, true)})
    CHECK_THAT(refusal(bytes), Contains("no size"));
}

TEST_CASE("TIFF directories that hold more than the file has room for are not walked") {
  const auto two_of = [](std::uint32_t second) {
    std::string bytes = tiff_of(10, 10, false);
    bytes.resize(12000, '\0');
    bytes.replace(8, 2, number(600, 2, false));
    bytes.replace(8 + 2 + 600 * 12, 4, number(100, 4, false));
    bytes.replace(100, 2, number(second, 2, false));
    return bytes;
  };
  CHECK(header(two_of(300))->width == 10);
  CHECK(header(two_of(500))->width == 0);
  CHECK_THAT(refusal(two_of(500)), Contains("no size"));
}

TEST_CASE("no bytes whatever make the header's reader stumble") {
  for (const char* name : {"turned6.jpg", "palette_alpha.png", "palette.bmp", "fax.tif"}) {
    const std::string whole = read_file(fixtures + name);
    for (std::size_t length = 0; length < whole.size(); length += 3) {
      header(std::string_view(whole).substr(0, length));
      std::string bent = whole;
      bent[length] = static_cast<char>(bent[length] ^ 0xA5);
      header(bent);
    }
  }
  CHECK_FALSE(header(""));
}

TEST_CASE("what is none of the known kinds is not even tried") {
  CHECK(refusal("") == "the file is empty");
  CHECK_THAT(refusal("GIF89a and so on"), Contains("neither JPEG, PNG, TIFF, BMP nor DICOM"));
  CHECK_THAT(refusal("dear reader"), Contains("neither JPEG"));
}

TEST_CASE("any name is a name: commas, spaces, line breaks, all of UTF-8, links") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("xp_decode_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::string why;
  for (const char* name : {"N1, Rt TAIS, F,  13 Yrs.JPG", "脊柱 側弯.png", "é e\xCC\x81 \xF0\x9F\xA6\xB4.png",
                           "a\nb.png", "\xFF\xFE.png"}) {
    fs::copy_file(fixtures + "deep.png", folder / name, fs::copy_options::overwrite_existing);
    CHECK(decode(read_file((folder / name).string()), {}, why));
  }
  fs::create_symlink(fixtures + "deep.png", folder / "link.png");
  CHECK(decode(read_file((folder / "link.png").string()), {}, why));
  fs::remove_all(folder);
}

TEST_CASE("all 237 radiographs beside the checkout are read, whatever their endings") {
  namespace fs = std::filesystem;
  const fs::path data = XP_SOURCE_DIR "/../shared/data/fraiwan338";
  if (!fs::is_directory(data)) SKIP("no radiographs beside the checkout");
  std::map<std::string, int> endings;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    if (!entry.is_regular_file()) continue;
    INFO(entry.path().string());
    std::string why;
    const auto image = decode(read_file(entry.path().string()), {1, true, 64, 64}, why);
    INFO(why);
    REQUIRE(image);
    CHECK(std::min(image->width, image->height) >= 64);
    ++endings[entry.path().extension().string()];
  }
  CHECK(endings[".jpg"] + endings[".JPG"] + endings[".png"] == 237);
  CHECK((endings[".JPG"] > 0 && endings[".png"] > 0));
}
