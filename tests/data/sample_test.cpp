#include "framework/data/sample.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("parts are known by what people call them") {
  CHECK(part_named("train") == Part::train);
  CHECK(part_named("Training") == Part::train);
  for (const char* text : {"val", "VALID", "validation"}) CHECK(part_named(text) == Part::validation);
  CHECK(part_named("test") == Part::test);
  CHECK_FALSE(part_named("Scol"));
  CHECK_FALSE(part_named(""));
}

TEST_CASE("data are the same where the groups are, whatever they are called") {
  const auto of = [](const std::vector<std::string>& groups) {
    Listing listing;
    listing.classes = {"a", "b"};
    for (const std::string& group : groups) listing.samples.push_back({"n", "p", 0, group, "sha"});
    return fingerprint(listing);
  };
  CHECK(of({"x", "x", "y"}) == of({"p", "p", "q"}));
  CHECK(of({"x", "x", "y"}) != of({"x", "y", "y"}));
  CHECK(of({"x", "x", "y"}) != of({"x", "x", ""}));
}

TEST_CASE("tiles of a grid share no pixel and leave none out") {
  for (const int width : {7, 10, 13})
    for (const int columns : {1, 2, 3, 5}) {
      Image image(width, 3);
      for (int x = 0; x < width; ++x) image.at(x, 1) = static_cast<float>(x);
      std::vector<float> row;
      for (int c = 0; c < columns; ++c) {
        const Image tile = cropped(image, {static_cast<double>(c) / columns, 0, (c + 1.0) / columns, 1});
        for (int x = 0; x < tile.width; ++x) row.push_back(tile.at(x, 1));
      }
      CHECK(row == std::vector<float>(&image.at(0, 1), &image.at(0, 1) + width));
    }
}

TEST_CASE("a crop keeps channels, and at least one pixel") {
  Image image(4, 4, 3);
  image.at(2, 1, 2) = 5;
  const Image lower = cropped(image, {0.5, 0.25, 1, 0.5});
  CHECK((lower.width == 2 && lower.height == 1 && lower.channels == 3));
  CHECK(lower.at(0, 0, 2) == 5);
  CHECK(cropped(image, {0.99, 0.99, 1, 1}).pixels.size() == 3);
}
