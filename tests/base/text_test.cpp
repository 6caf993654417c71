#include "framework/base/text.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace xp;

TEST_CASE("a typo finds the name that was meant") {
  const std::vector<std::string> known = {"patience", "monitor", "min_delta", "inception_v3", "xception"};
  CHECK(nearest("patiance", known) == "patience");
  CHECK(nearest("paitence", known) == "patience");
  CHECK(nearest("Min-Delta", known) == "min_delta");
  CHECK(nearest("inception", known) == "inception_v3");
  CHECK(nearest("exception", known) == "xception");
  CHECK(nearest("colour", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest("x", {}).empty());
}

TEST_CASE("a suggestion names the nearest, or else everything there is") {
  CHECK(suggestion("patiance", {"patience", "monitor"}) == "did you mean \"patience\"?");
  CHECK(suggestion("colour", {"patience", "monitor"}) == "known: patience, monitor");
  CHECK(suggestion("colour", {}) == "there are none");
}

TEST_CASE("text splits and joins without losing empty parts") {
  using Parts = std::vector<std::string>;
  CHECK(split("5:1", ':') == Parts{"5", "1"});
  CHECK(split("a,,b,", ',') == Parts{"a", "", "b", ""});
  CHECK(split("", ',') == Parts{""});
  CHECK(join({"a", "b"}, " · ") == "a · b");
  CHECK(join({}).empty());
}

TEST_CASE("widths count what is seen") {
  CHECK(width("Größe") == 5);
  CHECK(width("a\x1b[") == 2);
  CHECK(shorten("N100, Rt TAIS, F, 21 Yrs.jpg", 11) == "N100,…s.jpg");
  CHECK(width(shorten("äöüäöüäöü", 5)) == 5);
  CHECK(shorten("short", 5) == "short");
  CHECK(width("脊柱 🦴") == 7);
  CHECK(width(shorten("脊柱側弯症の写真", 7)) <= 7);
  CHECK(width("e\u0301") == 1);
}

TEST_CASE("a file name cannot steer a terminal") {
  CHECK(printable("a\x1b[31mb\x7f") == "a\\x1b[31mb\\x7f");
  CHECK(printable("a\u009b31m\u202eb") == "a\\x9b31m\\u202eb");
  CHECK(printable("two\nlines, Größe") == "two\nlines, Größe");
}

TEST_CASE("numbers are written for people") {
  CHECK(grouped(22855952) == "22 855 952");
  CHECK(grouped(-1000) == "-1 000");
  CHECK(grouped(999) == "999");
  CHECK(decimal(0.41236) == "0.4124");
  CHECK(decimal(-0.00001, 2) == "0.00");
  CHECK(decimal(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(decimal(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(duration(0.3) == "0.3 s");
  CHECK(duration(75) == "1:15");
  CHECK(duration(4000) == "1:06:40");
  CHECK(duration(-1) == "unknown");
  CHECK(bytes(1536) == "1.5 KiB");
  CHECK(bytes(12) == "12 B");
}
