#include <catch2/catch.hpp>
#include <set>

#include "tests/support/folders.h"

using namespace xp;
using Catch::Contains;

namespace {

Listing tiles(const std::string& of, const std::string& path, Settings settings = {}) {
  set(settings, "of", of);
  return test::listed("tiles", path, settings);
}

}  // namespace

TEST_CASE("tiles cover their parent in a grid and keep its label, with the parent as group") {
  const test::Files files("tiles");
  for (const char* name : {"a/1.png", "a/2.png", "b/3.png"}) files.add(name);
  const Listing listing = tiles("image_folder", files.path.string(), {{"rows", 2}, {"columns", 3}});
  REQUIRE(listing.samples.size() == 18);
  CHECK(listing.samples[0].name == "a/1.png#r1c1");
  CHECK(listing.samples[5].name == "a/1.png#r2c3");
  double area = 0;
  for (int i = 0; i < 6; ++i) {
    const Sample& s = listing.samples[static_cast<std::size_t>(i)];
    CHECK((s.group == "a/1.png" && s.label == 0 && s.path == files / "a/1.png"));
    area += (s.region.right - s.region.left) * (s.region.bottom - s.region.top);
  }
  CHECK(area == Approx(1));
  CHECK(listing.samples[5].region == Region{2 / 3.0, 0.5, 1, 1});
  CHECK(listing.samples[17].label == 1);
}

TEST_CASE("a parent's group, part, fold and weight are its tiles', and what the inner dataset says holds") {
  const test::Files files("tiles");
  files.add("a.png"), files.add("b.png"), files.add("c.png");
  files.add("m.csv", "path,label,group,split,fold,weight\na.png,left,P,test,3,2\nb.png,left,P,,,\nc.png,right,,,,\n");
  const Listing listing = tiles("manifest", files / "m.csv", {{"settings", "color=rgb, unreadable=skip"}});
  REQUIRE(listing.samples.size() == 12);
  for (int i = 0; i < 8; ++i) CHECK(listing.samples[static_cast<std::size_t>(i)].group == "P");
  CHECK(listing.samples[8].group == "c.png");
  const Sample& first = listing.samples[3];
  CHECK((first.part == Part::test && first.fold == 3 && first.weight == 2));
  CHECK((listing.channels == 3 && listing.skip_unreadable && listing.lateral));
}

TEST_CASE("tiles of one file have one file's SHA-256 and contents of their own") {
  const test::Files files("tiles");
  files.add("a/1.png"), files.add("b/3.png");
  const Listing& listing = xp::listing({"tiles", {{"path", files.path.string()}}});
  std::set<std::string> hashes, contents;
  for (const Sample& s : listing.samples) hashes.insert(s.sha256), contents.insert(content(s));
  CHECK(hashes.size() == 2);
  CHECK(contents.size() == 8);
}

TEST_CASE("tiles of drawn images are their parts") {
  const Choice inner{"noise", {{"images", 2}, {"size", 10}, {"channels", 1}, {"classes", 2}}};
  const auto whole = Registry::global().make<Dataset>(inner);
  const auto dataset = Registry::global().make<Dataset>(
      {"tiles", {{"of", "noise"}, {"settings", "images=2,size=10,channels=1,classes=2"}, {"rows", 1}}});
  const Listing listing = dataset->list();
  REQUIRE(listing.samples.size() == 4);
  const Image parent = whole->draw(whole->list().samples[1]), right = dataset->draw(listing.samples[3]);
  CHECK((right.width == 5 && right.height == 10));
  CHECK(right.at(2, 7) == parent.at(7, 7));
}

TEST_CASE("tiles of nothing known, or said wrongly, are refused") {
  const auto refusal = [](const Settings& settings) { return test::refusal("tiles", "", settings); };
  CHECK_THAT(refusal({{"of", "tiles"}}), Contains("tiles of tiles"));
  CHECK_THAT(refusal({{"of", "image_foldr"}}), Contains("did you mean \"image_folder\"?"));
  CHECK_THAT(refusal({{"settings", "color"}}), Contains("no NAME=VALUE"));
  CHECK_THAT(refusal({{"settings", "colour=rgb"}}), Contains("did you mean \"color\"?"));
}
