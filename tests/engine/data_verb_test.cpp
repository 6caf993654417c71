// xp data as a user meets it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/pictures.h"
#include "tests/support/skip.h"
#include "tests/support/tiny.h"

using namespace xp;
using Catch::Matchers::Contains;
using test::Place;

namespace {
std::set<std::string> names(const std::string& json) {
  std::set<std::string> out;
  const auto all = nlohmann::json::parse(json);
  for (const auto& finding : all.at(0).at("findings")) out.insert(finding.at("name"));
  return out;
}
}  // namespace

TEST_CASE("a folder of classes is audited, shown and tabulated") {
  const Place place;
  const std::string folder = test::write_folder(place.root / "data", 12, 14);
  test::write(place.root / "data/lying/copy.bmp", test::content(place.root / "data/lying/3.bmp"));
  test::write(place.root / "data/lying/broken.png", "no image");

  const test::Output audit = place.xp({"data", "audit", folder});
  CAPTURE(audit.err);
  CHECK(audit.code == 0);  // nothing is divided, so that nothing has leaked
  CHECK_THAT(audit.out, Contains("lying 14, upright 14; not divided") && Contains("lying/3.bmp = lying/copy.bmp") &&
                            Contains("broken.png"));

  const test::Output show = place.xp({"data", "show", folder, "--sheet", "sheet.png"});
  CAPTURE(show.err);
  CHECK(show.code == 0);
  CHECK_THAT(show.out, Contains("lying") && Contains("50.0 %") && Contains("width"));
  CHECK_THAT(test::content(place.root / "sheet.png"), Catch::Matchers::StartsWith("\x89PNG"));

  const test::Output features = place.xp({"data", "features", folder});
  CHECK(features.code == 0);
  CHECK_THAT(features.out,
             Contains("name,class,part,width,height,bright_share") && Contains("upright/0.bmp,upright,,16,16,"));
  CHECK(std::count(features.out.begin(), features.out.end(), '\n') == 29);
}

TEST_CASE("a copy between train and test is a leak: exit code 3, and a strict run refuses") {
  const Place place;
  for (const char* part : {"train", "val", "test"}) test::write_folder(place.root / "data" / part, 1, 1);
  for (const char* part : {"train", "val", "test"})
    for (int i = 0; i < 6; ++i)
      for (int label : {0, 1})
        test::write(place.root / "data" / part / (label ? "lying" : "upright") / (std::to_string(i) + ".bmp"),
                    test::bmp(label, 5 * i + 40 * part[0] + 7 * part[1], 24));
  test::write(place.root / "data/test/lying/again.bmp", test::content(place.root / "data/train/lying/2.bmp"));
  const test::Output audit = place.xp({"data", "audit", "data"});
  CAPTURE(audit.out, audit.err);
  CHECK(audit.code == 3);
  CHECK_THAT(audit.out,
             Contains("leak") && Contains("train/lying/2.bmp (train)") && Contains("test/lying/again.bmp (test)"));
  const test::Output json = place.xp({"data", "audit", "data", "--json"});
  CHECK(json.code == 3);
  CHECK(names(json.out).count("exact copies") == 1);

  const test::Words run{"run",   test::tiny_file(),  "--set", "dataset=predefined", "--set", "dataset.path=data",
                        "--set", "split=predefined", "--set", "train.epochs=1"};
  test::Words strict = run;
  strict.push_back("--strict");
  const test::Output refused = place.xp(strict);
  CAPTURE(refused.err);
  CHECK(refused.code == 3);
  CHECK_THAT(refused.err, Contains("--strict"));
  const test::Output ran = place.xp(run);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, Contains("leak: "));
  CHECK_THAT(place.xp({"show", "run2"}).out, Contains("What the audit of the data found") && Contains("again.bmp"));
}

TEST_CASE("what is wrong with the words of xp data is said, with the nearest") {
  const Place place;
  test::write_folder(place.root / "radiographs", 2, 2);
  const test::Output verb = place.xp({"data", "adit", "radiographs"});
  CHECK(verb.code == 2);
  CHECK_THAT(verb.err, Contains("did you mean \"audit\"?"));
  const test::Output none = place.xp({"data", "audit"});
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Contains("xp data audit"));
  const test::Output folder = place.xp({"data", "audit", "radiograph"});
  CHECK(folder.code == 2);
  CHECK_THAT(folder.err, Contains("radiographs"));
  const test::Output sheet = place.xp({"data", "show", "radiographs", "--sheet", "sheet.jpg"});
  CHECK(sheet.code == 2);
  CHECK_THAT(sheet.err, Contains("PNG"));
  std::filesystem::create_directories(place.root / "bare/a");
  std::filesystem::create_directories(place.root / "bare/b");
  CHECK_THAT(place.xp({"data", "audit", "bare"}).err, Contains("no images"));
}

TEST_CASE("an experiment's data are audited with its split") {
  const Place place;
  const test::Output audit = place.xp({"data", "audit", test::tiny_file()});
  CAPTURE(audit.err);
  CHECK((audit.code == 0 || audit.code == 3));
  CHECK_THAT(audit.out, Contains("hold_out") && Contains("train"));
}

TEST_CASE("real radiographs have no leak, and tell their class by size and tint") {
  const test::fs::path folder = test::fs::path(XP_SOURCE_DIR) / "../shared/data/fraiwan338";
  if (!test::fs::exists(folder)) SKIP("no radiographs beside the checkout");
  const Place place;
  const auto start = std::chrono::steady_clock::now();
  const test::Output audit = place.xp({"data", "audit", folder, "--json"});
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  CAPTURE(audit.out, audit.err, seconds);
  CHECK(audit.code == 0);
  const std::set<std::string> found = names(audit.out);
  CHECK(found.count("shortcut: pixel size") == 1);
  CHECK(found.count("shortcut: tint") == 1);
  CHECK_THAT(audit.out, !Contains("\"grade\": \"leak\""));
  CHECK(found.count("exact copies") + found.count("equal pixels") == 0);
  CHECK(seconds < 30);
}

TEST_CASE("20 clean phantoms have nothing that tells their class") {
  const Place place;
  const std::string file = Place::experiment("phantom_for_audit", R"(XP_EXPERIMENT(e) {
    e.dataset({"spine_phantom", {{"images", 200}, {"height", 96}}}).transforms({{"resize", {{"size", 32}}}})
        .model({"small_cnn"}).sweep("dataset.seed", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
  })");
  const test::Output audit = place.xp({"data", "audit", file, "--json"});
  CAPTURE(audit.err);
  REQUIRE(audit.code == 0);
  const auto all = nlohmann::json::parse(audit.out);
  CHECK(all.size() == 20);
  for (const auto& one : all)
    for (const auto& finding : one.at("findings")) {
      INFO(finding.dump());
      CHECK(finding.at("name").get<std::string>().rfind("shortcut", 0) != 0);
    }
}

TEST_CASE("each planted fault of the phantoms is named") {
  const Place place;
  const std::string file = Place::experiment("phantom_with_faults", R"(XP_EXPERIMENT(e) {
    e.dataset({"spine_phantom", {{"images", 150}, {"height", 96}}}).transforms({{"resize", {{"size", 32}}}})
        .model({"small_cnn"});
  })");
  for (const auto& [fault, name] : {std::pair{"marker=0.8", "shortcut: corners"},
                                    {"exposure=0.6", "shortcut: brightness"},
                                    {"size=0.5", "shortcut: pixel size"},
                                    {"duplicates=0.2", "equal pixels"}}) {
    const test::Output audit = place.xp({"data", "audit", file, "--json", "--set", std::string("dataset.") + fault});
    CAPTURE(fault, audit.out, audit.err);
    CHECK(audit.code == (std::string(name) == "equal pixels" ? 3 : 0));
    CHECK(names(audit.out).count(name) == 1);
  }
}
