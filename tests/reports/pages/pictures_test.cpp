// What a page shows of a run's images.
#include "reports/pages/pictures.h"

#include <catch2/catch.hpp>

#include "tests/support/jpegs.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Material with_index(const std::string& index) {
  Material run{test::reference000()};
  run.pictures["pictures/index.json"] = index;
  run.pictures["pictures/0033.jpg"] = test::jpeg_head(160, 120);
  run.pictures["pictures/0033_cam.jpg"] = test::jpeg_head(160, 121);
  return run;
}

const std::string good =
    R"({"images": [{"sample": 33, "thumbnail": "pictures/0033.jpg", "heat_map": "pictures/0033_cam.jpg",
        "explains": "double", "border": 0.25}], "left_out": [34, 35], "remarks": ["no heat map: why"]})";

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + what.size())) ++n;
  return n;
}

ImageCard card(const KeptPicture* kept, std::vector<double> probabilities = {0.75, 0.25}) {
  std::vector<std::string> classes;
  for (std::size_t c = 0; c < probabilities.size(); ++c) classes.push_back("class " + std::to_string(c));
  return {"Scol/N12.jpg", classes, 1, {{"", {33, 1, std::move(probabilities)}, kept}}};
}

}  // namespace

TEST_CASE("an album is what the index names and the run kept") {
  const Album album = album_of(with_index(good));
  CHECK(album.kept);
  CHECK(album.left_out == 2);
  CHECK(album.remarks == std::vector<std::string>{"no heat map: why"});
  REQUIRE(album.of(33));
  CHECK(album.of(33)->explains == "double");
  CHECK(album.of(33)->border == 0.25);
  CHECK(jpeg_size(album.of(33)->heat_map)->height == 121);
  CHECK_FALSE(album.of(34));
}

TEST_CASE("an index that is broken, or lies, gives what of it can be used and nothing else") {
  CHECK_FALSE(album_of({test::reference000()}).kept);
  for (const char* index :
       {"", "{", "null", "[1, 2]", "\"images\"", "{\"images\": 7}", "{\"images\": {\"0\": 1}}", "\xff\xfe", "1e999"}) {
    INFO(index);
    CHECK_FALSE(album_of(with_index(index)).kept);
  }
  CHECK_FALSE(album_of(with_index(std::string(200'000, '['))).kept);
  for (const char* image :
       {"7", "null", "[]", "{}", R"({"sample": -1, "thumbnail": "pictures/0033.jpg"})",
        R"({"sample": 39, "thumbnail": "pictures/0033.jpg"})", R"({"sample": 1e99, "thumbnail": "pictures/0033.jpg"})",
        R"({"sample": 18446744073709551615, "thumbnail": "pictures/0033.jpg"})",
        R"({"sample": "33", "thumbnail": "pictures/0033.jpg"})",
        R"({"sample": 33, "thumbnail": ["pictures/0033.jpg"]})", R"({"sample": 33, "thumbnail": "../../etc/passwd"})",
        R"({"sample": 33, "heat_map": "pictures/index.json"})"}) {
    INFO(image);
    const Album album =
        album_of(with_index("{\"images\": [" + std::string(image) + "], \"left_out\": 3, \"remarks\": {}}"));
    CHECK(album.kept);
    CHECK(album.pictures.empty());
    CHECK(album.left_out == 0);
  }
  const Album odd = album_of(with_index(
      R"({"images": [{"sample": 33, "thumbnail": "pictures/0033.jpg", "border": 7, "explains": 3}], "remarks": [1, "x"]})"));
  REQUIRE(odd.of(33));
  CHECK_FALSE(odd.of(33)->border);
  CHECK(odd.of(33)->heat_map.empty());
  CHECK(odd.remarks == std::vector<std::string>{"x"});
}

TEST_CASE("a card has the image and its heat map beside each other, the verdict and the probabilities") {
  const Album album = album_of(with_index(good));
  int left = most_embedded;
  const std::string html = cards_of({card(album.of(33))}, left);
  CHECK(left == most_embedded - 2);
  CHECK_THAT(html,
             Contains("alt=\"The image Scol/N12.jpg, of class 1\"") &&
                 Contains("alt=\"Heat map over Scol/N12.jpg: where the network found its evidence for double\"") &&
                 Contains("25 % of the heat near the border") && Contains("width=\"160\" height=\"120\"") &&
                 Contains("wrong</span> said <bdi>class 0</bdi>") && Contains("style=\"width:75.0%\"") &&
                 Contains("<strong><bdi>class 1</bdi></strong>"));
}

TEST_CASE("of many classes the likeliest and the truth have bars, the rest one together") {
  int left = 0;
  const std::string html = cards_of({card(nullptr, {0.01, 0.01, 0.3, 0.2, 0.15, 0.13, 0.1, 0.1})}, left);
  CHECK(count(html, "<li><span class=\"of\">") == 6);
  CHECK_THAT(html, Contains("<strong><bdi>class 1</bdi></strong>") && Contains("<bdi>3 others</bdi>") &&
                       Contains("style=\"width:21.0%\"") && !Contains("<bdi>class 0</bdi>"));
}

TEST_CASE("pictures end where enough are embedded; the cards stand without") {
  const Album album = album_of(with_index(good));
  int left = 3;
  const std::string html = cards_of({card(album.of(33)), card(album.of(33)), card(album.of(33))}, left);
  CHECK(left == 0);
  CHECK(count(html, "<img ") == 3);
  CHECK(count(html, "<li class=\"card\">") == 3);
}

TEST_CASE("several runs have a heat map and a verdict each, under their names") {
  const Album album = album_of(with_index(good));
  ImageCard both = card(album.of(33));
  both.opinions[0].by = "run1 <b>";
  both.opinions.push_back({"run2", {33, 1, {0.1, 0.9}}, nullptr});
  int left = most_embedded;
  const std::string html = cards_of({both}, left);
  CHECK(count(html, "<img ") == 2);
  CHECK_THAT(html, Contains("<bdi class=\"by\">run1 &lt;b&gt;</bdi>") && Contains("<bdi class=\"by\">run2</bdi>") &&
                       Contains("wrong</span>") && Contains("right</span>"));
}

TEST_CASE("hostile names of images, classes and runs are text") {
  const std::string bad = "\"><script>alert(1)</script>{{x}}\x1b\xff\xE2\x80\xAE" + std::string(4096, 'y');
  Material run = with_index(good);
  KeptPicture kept = *album_of(run).of(33);
  kept.explains = bad;
  int left = most_embedded;
  const std::string html = cards_of({{bad, {bad, bad}, 0, {{bad, {33, 0, {0.2, 0.8}}, &kept}}}}, left);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("alt=\"\">") == std::string::npos);
  CHECK(html.size() < 12'000);
  CHECK(cards_of({}, left).empty());
  CHECK_THAT(cards_of({{"x", {}, 7, {{"", {0, 7, {}}, nullptr}}}}, left), Contains("class 7"));
}
