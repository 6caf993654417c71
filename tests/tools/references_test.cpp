// The five references, as xp plan sees them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

struct Reference {
  const char* name;
  std::size_t plans, quick;
};
const Reference references[] = {{"double_curve", 1, 1},
                                {"als_sweep", 32, 4},
                                {"spine_attention", 6, 6},
                                {"double_contour", 1, 1},
                                {"spine_gradcam", 1, 1}};

std::string file_of(const Reference& reference) {
  return std::string(XP_SOURCE_DIR) + "/experiments/" + reference.name + ".cpp";
}

Json planned(const Place& place, const Reference& reference, Words options) {
  options.insert(options.begin(), {"plan", file_of(reference), "--json"});
  const Output said = place.xp(options);
  INFO(reference.name << ": " << said.err);
  REQUIRE(said.code == 0);
  return Json::parse(said.out)["plans"];
}

/// One of so many classes, each with as many files as any split here needs. Plans read bytes, not pixels.
std::string folders(const Place& place, const Words& classes) {
  for (const std::string& name : classes)
    for (int i = 0; i < 12; ++i) {
      const std::string image = name + "/" + std::to_string(i) + ".png";
      write(place.root / "radiographs" / image, image);
    }
  return (place.root / "radiographs").string();
}
}  // namespace

TEST_CASE("each of the five references has the plans that its reference asks for, and fewer at its quick size") {
  const Place place;
  for (const Reference& r : references) {
    CHECK(planned(place, r, {}).size() == r.plans);
    const Json quick = planned(place, r, {"--quick"});
    CHECK(quick.size() == r.quick);
    for (const Json& plan : quick) CHECK(plan["settings"]["train.epochs"] <= 10);
  }
}

TEST_CASE("each of the five references reads a folder of classes instead of phantoms, also at its quick size") {
  const Place place;
  const std::string folder = folders(place, {"double", "single"});
  for (const Reference& r : references) {
    const Json settings = planned(place, r, {"--quick", "--data", folder})[0]["settings"];
    const bool tiles = settings["dataset"] == "tiles";
    CHECK(tiles == (r.name == std::string("double_contour")));
    CHECK(settings[tiles ? "dataset.of" : "dataset"] == "image_folder");
    CHECK(settings["dataset.path"] == folder);
  }
}

TEST_CASE("what a class weighs in the double contour goes by how rare it is, not by where its name stands") {
  const Place place;
  for (const Words& options : {Words{}, Words{"--data", folders(place, {"absent", "present"})}}) {
    const Json settings = planned(place, references[3], options)[0]["settings"];
    CHECK(settings["class_weight"] == "balanced");
    CHECK_FALSE(settings.contains("class_weight.weights"));
  }
}

TEST_CASE("a double contour is asked of two classes alone") {
  const Place place;
  const Output said = place.xp({"plan", file_of(references[3]), "--data", folders(place, {"Normal", "Scol", "Spond"})});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, Contains("3"));
}

TEST_CASE("what each reference did, and what that could not show, is said where its experiment begins") {
  for (const Reference& r : references) {
    const std::string text = content(file_of(r)), head = text.substr(0, text.find("#include"));
    INFO(r.name);
    CHECK_THAT(head, Contains("eference 00") && Contains("could not show") && Contains("On real data"));
  }
}
