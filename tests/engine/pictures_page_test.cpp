// From a run to the pictures on its page.
#include <catch2/catch.hpp>

#include "tests/support/program.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + what.size())) ++n;
  return n;
}
}  // namespace

TEST_CASE("the page of a run shows its test images with their heat maps, its data, and what the network saw") {
  const Place place;
  REQUIRE(place.xp({"run", tiny_file(), "--threads", "1", "--set", "dataset.images=40"}).code == 0);
  REQUIRE(place.xp({"report", "run1", "-o", "page.html"}).code == 0);
  const std::string page = content(place.root / "page.html");
  CHECK_THAT(page, Contains("Worst: the least probability for the truth") && Contains("As they are") &&
                       Contains("As the network sees them") && Contains("<li class=\"card\">"));
  const std::size_t cards = count(page, "<li class=\"card\">");
  CHECK(count(page, "data:image/jpeg;base64,") == 2 * cards + 2);
  CHECK(count(page, "<img ") == 2 * cards + 2);
  for (std::size_t at = page.find("<img "); at != std::string::npos; at = page.find("<img ", at + 1)) {
    const std::size_t content_ends = page.find("\" width=\"", at), ends = page.find('>', at);
    REQUIRE(content_ends < ends);
    CHECK_THAT(page.substr(content_ends, ends - content_ends),
               Contains("\" height=\"") && Contains("\" alt=\"") && !Contains("=\"\"") && !Contains("=\"0\""));
  }

  REQUIRE(place.xp({"run", tiny_file(), "--threads", "1", "--no-pictures"}).code == 0);
  REQUIRE(place.xp({"report", "run2", "-o", "without.html"}).code == 0);
  const std::string without = content(place.root / "without.html");
  CHECK_THAT(without, Contains("No pictures were kept") && Contains("xp explain run2 FILE"));
  CHECK(count(without, "<img ") == 0);
}
