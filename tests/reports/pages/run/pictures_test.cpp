// Which images a run's page shows, and what it says where there are no pictures of them.
#include <catch2/catch.hpp>

#include "framework/base/text.h"
#include "reports/pages/run/sections.h"
#include "tests/support/jpegs.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Every test image has both its pictures.
Material pictured(Record record) {
  Material run{std::move(record)};
  std::string images;
  for (const Prediction& p : run.record.test) {
    const std::string name = "pictures/" + std::to_string(p.sample);
    run.pictures[name + ".jpg"] = run.pictures[name + "_cam.jpg"] = test::jpeg_head(160, 120, 100);
    images += (images.empty() ? "" : ",") + ("{\"sample\":" + std::to_string(p.sample)) + ",\"thumbnail\":\"" + name +
              ".jpg\",\"heat_map\":\"" + name + "_cam.jpg\",\"explains\":\"Normal\",\"border\":null}";
  }
  run.pictures["pictures/index.json"] = "{\"images\":[" + images + "],\"left_out\":[1,2,3],\"remarks\":[]}";
  return run;
}

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("the worst, the best and the least certain test images stand with their heat maps, 32 pictures in all") {
  const Section section = pictures_section(pictured(test::healthy(4)));
  CHECK(count(section.body, "<li class=\"card\">") == 16);
  CHECK(count(section.body, "<img ") == 32);
  CHECK(section.body.find("Worst") < section.body.find("Best"));
  CHECK(section.body.find("Best") < section.body.find("Least certain"));
  CHECK_THAT(section.body, Contains("8 of these 8 are named wrong.") && Contains("All of them are named right.") &&
                               Contains("16 of 200 test images, 32 pictures, 3.1 KiB in all. Of 3 other test images "
                                        "no pictures were kept."));
  CHECK_THAT(section.hint, Contains("Grad-CAM"));
}

TEST_CASE("without pictures the images stand in a table, and the section says why and how to get them") {
  const auto said = [](const Record& record) { return pictures_section({record}).body; };
  Record r = test::reference000();
  CHECK_THAT(said(r), Contains("--no-pictures") && Contains("xp explain run12 FILE") &&
                          Contains("probability of the truth") && Contains(r.samples[33].name));
  CHECK(count(said(r), "<tr>") == 7);
  CHECK(count(said(r), "<img") == 0);
  r.run.sweep = 3;
  CHECK_THAT(said(r), Contains("the runs of a sweep keep them where it is started with --pictures"));
  set(r.settings, "train.control", "majority");
  set(r.settings, "imported", "history.csv");
  CHECK_THAT(said(r), Contains("another tool") && !Contains("xp explain"));
}

TEST_CASE("a run of folds sends to its folds for pictures") {
  Record r = test::reference000();
  set(r.settings, "split.folds", 5);
  r.children = {{13, "fold 1", Status::finished, 4, 6, {}}};
  const auto sent = [&] {
    const std::string body = pictures_section({r}).body;
    CHECK_THAT(body, Contains("xp report run13 shows those of fold 1") && Contains("xp explain run13 FILE"));
    return body;
  };
  CHECK_THAT(sent(), Contains("<table"));
  r.test.clear();
  CHECK_THAT(sent(), !Contains("<table"));
}

TEST_CASE("where only classes are known, what was named wrong is what there is to look at") {
  Record r = test::healthy(4, 3);
  set(r.settings, "imported", "predictions.csv");
  set(r.settings, "imported.probabilities", false);
  for (Prediction& p : r.test) {
    const int said = predicted(p);
    for (std::size_t c = 0; c < p.probabilities.size(); ++c) p.probabilities[c] = static_cast<int>(c) == said;
  }
  const std::string body = pictures_section({r}).body;
  CHECK(count(body, "<tr>") == 4);
  CHECK(body.find("100.0 %") == std::string::npos);
  test::predict(r, Part::test, 0);
  CHECK_THAT(pictures_section({r}).body, Contains("Every test image is named right."));
}

TEST_CASE("a run that was never tested has no such section, and tiles are shown one by one") {
  CHECK(pictures_section({test::killed(3)}).body.empty());
  const Section tiles = pictures_section(pictured(test::tiled()));
  CHECK(count(tiles.body, "<li class=\"card\">") == 16);
  CHECK_THAT(tiles.hint, Contains("each tile is shown by itself"));
}

TEST_CASE("wherever the index breaks off, the page stands") {
  const Material whole = pictured(test::reference000());
  const std::string index = whole.pictures.at("pictures/index.json");
  for (std::size_t length = 0; length < index.size(); length += 7) {
    Material broken = whole;
    broken.pictures["pictures/index.json"] = index.substr(0, length);
    CHECK_THAT(pictures_section(broken).body, Contains("No pictures were kept"));
  }
}
