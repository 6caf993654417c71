// Pixels against dcm2pnm's, on files that DCMTK's tools made.
#include "framework/engine/images/dicom.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "framework/base/file.h"
#include "tests/support/dicom.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Contains;
using test::Tags;

namespace {

std::vector<std::uint16_t> spread(std::uint32_t most = 4096) {
  std::vector<std::uint16_t> out;
  for (std::uint32_t i = 0; i < 24 * 40; ++i) out.push_back(static_cast<std::uint16_t>((i * 97 + i / 40 * 53) % most));
  return out;
}

/// Like bone on a film: smooth, so that lossy compression keeps it.
std::vector<std::uint16_t> smooth() {
  std::vector<std::uint16_t> out;
  for (int y = 0; y < 24; ++y)
    for (int x = 0; x < 40; ++x)
      out.push_back(static_cast<std::uint16_t>(2048 + 1500 * std::sin(x / 9.0) * std::cos(y / 7.0)));
  return out;
}

const Tags window{{"0028,1050", "DS [2000]"}, {"0028,1051", "DS [1500]"}};

Tags with(Tags tags, const Tags& more) {
  for (const auto& [tag, value] : more) tags[tag] = value;
  return tags;
}

Image decoded(const std::string& file, const Reading& reading = {}) {
  std::string why;
  const auto image = decode(read_file(file), reading, why);
  INFO(file << ": " << why);
  REQUIRE(image);
  return *image;
}

std::string refusal(const std::string& bytes) {
  std::string why = "accepted";
  decode(bytes, {}, why);
  return why;
}

/// Every pixel within rounding of what dcm2pnm writes in 16 bits.
void check_equal(const std::string& file, const test::Words& options, const Reading& reading = {}) {
  INFO(file);
  const Image image = decoded(file, reading);
  const std::vector<int> theirs = test::seen_by_dcm2pnm(file, options);
  REQUIRE(theirs.size() == image.pixels.size());
  double worst = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i)
    worst = std::max(worst, std::abs(image.pixels[i] * 65535.0 - theirs[i]));
  CHECK(worst <= 0.51);
  CHECK(*std::max_element(theirs.begin(), theirs.end()) > *std::min_element(theirs.begin(), theirs.end()) + 10000);
}

}  // namespace

TEST_CASE("a DICOM radiograph is seen as dcm2pnm shows it") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  const auto make = [&](const char* name, const Tags& tags, const std::vector<std::uint16_t>& pixels) {
    return test::write_dicom(place.root / name, tags, pixels);
  };
  check_equal(make("windowed.dcm", window, spread()), {"+Wi", "1"});
  check_equal(make("inverted.dcm", with(window, {{"0028,0004", "CS [MONOCHROME1]"}}), spread()), {"+Wi", "1"});
  check_equal(make("no_window.dcm", {}, spread()), {"+Wm"});
  check_equal(make("window_ignored.dcm", window, spread()), {"+Wm"}, {1, false});
  check_equal(make("inverted_full.dcm", {{"0028,0004", "CS [MONOCHROME1]"}}, spread()), {"+Wm"});
  check_equal(make("rescaled.dcm", with(window, {{"0028,1052", "DS [-1024]"}, {"0028,1053", "DS [2.5]"}}), spread()),
              {"+Wi", "1"});
  check_equal(make("two_windows.dcm", {{"0028,1050", "DS [1000\\3000]"}, {"0028,1051", "DS [400\\800]"}}, spread()),
              {"+Wi", "1"});
  const Tags sixteen{{"0028,0101", "US 16"}, {"0028,0102", "US 15"}};
  check_equal(make("sixteen.dcm", with(window, sixteen), spread(65536)), {"+Wi", "1"});
  const Tags is_signed = with(sixteen, {{"0028,0103", "US 1"}, {"0028,1050", "DS [0]"}, {"0028,1051", "DS [30000]"}});
  check_equal(make("signed.dcm", is_signed, spread(65536)), {"+Wi", "1"});
  check_equal(make("fourteen.dcm", with(window, {{"0028,0101", "US 14"}, {"0028,0102", "US 13"}}), spread(16384)),
              {"+Wi", "1"});
}

TEST_CASE("a compressed DICOM radiograph is seen as dcm2pnm shows it") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  const std::string plain = test::write_dicom(place.root / "plain.dcm", window, smooth());
  const std::string inverted =
      test::write_dicom(place.root / "inverted.dcm", with(window, {{"0028,0004", "CS [MONOCHROME1]"}}), smooth());
  const std::string out = (place.root / "compressed.dcm").string();
  for (const std::string& from : {plain, inverted}) {
    for (const test::Words& how : {test::Words{"dcmcjpeg", "+e1"},
                                   {"dcmcjpeg", "+el"},
                                   {"dcmcjpeg", "+ee", "+q", "90"},
                                   {"dcmcjpeg", "+eb", "+q", "90"},
                                   {"dcmcrle"}}) {
      test::Words words = how;
      words.push_back(from), words.push_back(out);
      test::tool(words);
      INFO(how[0] << " " << (how.size() > 1 ? how[1] : ""));
      check_equal(out, {"+Wi", "1"});
    }
    test::tool({"dcmcjpls", from, out});  // dcmj2pnm reads no JPEG-LS; this one loses nothing
    const Image image = decoded(out), before = decoded(from);
    CHECK(image.pixels == before.pixels);
  }
}

TEST_CASE("a window is the standard's, computed by hand") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  const std::vector<std::uint16_t> pixels = spread();
  const Image image = decoded(test::write_dicom(place.root / "a.dcm", window, pixels));
  for (std::size_t i = 0; i < pixels.size(); i += 7) {  // PS3.3 C.11.2.1.2, linear
    const double x = pixels[i], c = 2000, w = 1500;
    const double y = std::clamp((x - (c - 0.5)) / (w - 1) + 0.5, 0.0, 1.0);
    CHECK(image.pixels[i] == Approx(y).margin(1.01 / 65535 + 0.0004));
  }
}

TEST_CASE("a colour picture in DICOM becomes grey or stays colour") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  std::vector<std::uint16_t> bytes(24 * 40 * 3 / 2);
  for (std::size_t i = 0; i < bytes.size() * 2; i += 3)
    for (std::size_t c = 0; c < 3; ++c)
      reinterpret_cast<std::uint8_t*>(bytes.data())[i + c] = c == 0 ? 200 : c == 1 ? 100 : 50;
  const std::string file = test::write_dicom(place.root / "rgb.dcm",
                                             {{"0028,0002", "US 3"},
                                              {"0028,0004", "CS [RGB]"},
                                              {"0028,0006", "US 0"},
                                              {"0028,0100", "US 8"},
                                              {"0028,0101", "US 8"},
                                              {"0028,0102", "US 7"}},
                                             bytes);
  const Image rgb = decoded(file, {3});
  CHECK(rgb.at(7, 5, 0) == Approx(200 / 255.0).margin(0.001));
  CHECK(rgb.at(7, 5, 2) == Approx(50 / 255.0).margin(0.001));
  CHECK(decoded(file).at(7, 5) == Approx((0.299 * 200 + 0.587 * 100 + 0.114 * 50) / 255).margin(0.001));
  const Image three = decoded(test::write_dicom(place.root / "grey.dcm", window, spread()), {3});
  CHECK(three.channels == 3);
  CHECK(three.at(9, 3, 0) == three.at(9, 3, 2));
}

TEST_CASE("of a DICOM file's making, its device is known and nobody's name") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  const Tags device{{"0008,0070", "LO [Maker]"}, {"0008,1090", "LO [Model 5]"}, {"0018,1020", "LO [2.1]"}};
  const FileFacts facts = file_facts(read_file(test::write_dicom(place.root / "a.dcm", device, spread())));
  CHECK((facts.channels == 1 && facts.bits == 12));
  CHECK(facts.device == "Maker Model 5 2.1");
  CHECK(file_facts(std::string(128, '\0') + "DICM").device.empty());
}

TEST_CASE("a DICOM file that is no single whole image says what it is") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const test::Place place;
  const auto make = [&](const char* name, const Tags& tags, std::size_t frames = 1) {
    std::vector<std::uint16_t> pixels;
    for (std::size_t f = 0; f < frames; ++f)
      for (const std::uint16_t v : spread()) pixels.push_back(v);
    return read_file(test::write_dicom(place.root / name, tags, pixels));
  };
  CHECK_THAT(refusal(make("frames.dcm", {{"0028,0008", "IS [3]"}}, 3)), Contains("3 frames"));
  CHECK_THAT(refusal(make("bomb.dcm", {{"0028,0010", "US 60000"}, {"0028,0011", "US 60000"}})),
             Contains("60000 × 60000"));
  CHECK_THAT(refusal(make("no_image.dcm", {{"0028,0010", ""}, {"7fe0,0010", ""}})), Contains("without an image"));
  const std::string whole = make("whole.dcm", window);
  CHECK_THAT(refusal(whole.substr(0, whole.size() - 500)), Contains("not a whole DICOM file") || Contains("cut short"));
  CHECK_THAT(refusal(make("rows.dcm", {{"0028,0010", "US 48"}})), Contains("cut short"));
  std::string liar = whole;
  const std::size_t length = liar.find(std::string("\xE0\x7F\x10\0OW\0\0", 8)) + 8;
  REQUIRE(length > 8);
  liar.replace(length, 4, "\xF0\xFF\xFF\xFF");  // four gigabytes of pixels
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  CHECK(refusal(liar) != "accepted");
  ::getrusage(RUSAGE_SELF, &after);
  if (std::string(XP_SANITIZE).empty()) CHECK(after.ru_maxrss - before.ru_maxrss < 50 * 1024);
  std::string noise(128, '\0');
  noise += "DICM";
  for (int i = 0; i < 400; ++i) noise += static_cast<char>(i * 37);
  CHECK(refusal(noise) != "accepted");
  for (std::size_t at = 132; at < whole.size(); at += 11) {  // no byte that is wrong may do more than spoil the picture
    std::string bent = whole;
    bent[at] = static_cast<char>(bent[at] ^ 0x5A);
    std::string why;
    decode(bent, {}, why);
  }
}

TEST_CASE("DICOM deflated as a whole is refused before it is inflated, wherever its header says so") {
  const auto deflated = [](std::size_t before) {
    std::string out = std::string(128, '\0') + "DICM" + std::string("\2\0\2\1OB\0\0", 8);  // (0002,0102)
    for (int i = 0; i < 4; ++i) out += static_cast<char>(before >> 8 * i & 0xFF);
    out.append(before, '\0');
    const std::string first = std::string("\2\0\x10\0UI\x16\0", 8) + "1.2.840.10008.1.2.1.99";
    return out.insert(132, before > 0 ? "" : first) + (before > 0 ? first : "") + std::string(64, '\x55');
  };
  CHECK_THAT(refusal(deflated(0)), Contains("deflated as a whole"));
  CHECK_THAT(refusal(deflated(4000)), Contains("deflated as a whole"));
}
