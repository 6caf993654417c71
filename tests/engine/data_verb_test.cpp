// xp data as a user meets it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/dicom.h"
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

TEST_CASE("folders named Train, Val and Testing are parts too, not classes") {
  const Place place;
  int seed = 0;
  for (const char* part : {"Train", "Val", "Testing"})
    for (int i = 0; i < 3; ++i)
      for (int label : {0, 1})
        test::write(place.root / "data" / part / (label ? "lying" : "upright") / (std::to_string(i) + ".bmp"),
                    test::bmp(label, ++seed, 24));
  test::write(place.root / "data/Testing/lying/again.bmp", test::content(place.root / "data/Train/lying/2.bmp"));
  const test::Output audit = place.xp({"data", "audit", "data", "--json"});
  CAPTURE(audit.out, audit.err);
  CHECK(audit.code == 3);
  CHECK(names(audit.out).count("exact copies") == 1);
}

TEST_CASE("a folder takes dataset settings and no others; what it leaves out is said") {
  const Place place;
  test::write_folder(place.root / "data", 3, 3);
  test::write(place.root / "data/lying/film", std::string(128, '\0') + "DICM");
  const test::Output audit = place.xp({"data", "audit", "data", "--set", "dataset.color=rgb"});
  CAPTURE(audit.out);
  CHECK(audit.code == 0);
  CHECK_THAT(audit.err, Contains("1 file of data is left out") && Contains("DICOM"));
  CHECK_THAT(place.xp({"data", "audit", "data", "--set", "dataset.colour=rgb"}).err, Contains("color"));
  CHECK_THAT(place.xp({"data", "audit", "data", "--set", "train.epochs=3"}).err, Contains("no experiment"));
  CHECK_THAT(place.xp({"data", "audit", "data", "--set", "dataset=dicom"}).err, Contains("no DICOM files"));
}

TEST_CASE("DICOM radiographs are known by content, in a folder and in a CSV, and so is a patient on two sides") {
  if (!test::has_dcmtk()) SKIP("no DCMTK tools");
  const Place place;
  std::string csv = "path,label,split\n";
  for (int i = 0; i < 8; ++i) {
    std::vector<std::uint16_t> pixels(24 * 40);
    for (std::size_t k = 0; k < pixels.size(); ++k) pixels[k] = static_cast<std::uint16_t>((k * 37 + k * k * i) % 400);
    const std::string name = (i % 2 ? "lying/" : "upright/") + std::to_string(i);
    test::fs::create_directories((place.root / "films" / name).parent_path());
    test::write_dicom(place.root / "films" / name, {{"0010,0020", "LO [P-" + std::to_string(i % 6) + "]"}}, pixels);
    csv += name + (i % 2 ? ",lying," : ",upright,") + (i < 6 ? "train\n" : "test\n");
  }
  test::write(place.root / "films/films.csv", csv);
  const test::Output folder = place.xp({"data", "audit", "films"});
  CAPTURE(folder.err);
  CHECK(folder.code == 0);
  CHECK_THAT(folder.out, Contains("lying 4, upright 4"));
  const test::Output table = place.xp({"data", "audit", "films/films.csv", "--json"});
  CAPTURE(table.out, table.err);
  CHECK(table.code == 3);
  CHECK(names(table.out).count("groups on two sides") == 1);
}

TEST_CASE("a run and its audit divide the same images: those that can be read") {
  const Place place;
  test::write_folder(place.root / "data", 12, 12);
  test::write(place.root / "data/lying/broken.bmp", "no image");
  const test::Words data{"--data", "data", "--set", "dataset.unreadable=skip", "--set", "split=hold_out"};
  test::Words audit{"data", "audit", test::tiny_file(), "--json"};
  audit.insert(audit.end(), data.begin(), data.end());
  const test::Output found = place.xp(audit);
  CAPTURE(found.out, found.err);
  REQUIRE(found.code != 2);
  CHECK(nlohmann::json::parse(found.out).at(0).at("images") == 24);
  CHECK(names(found.out).count("unreadable files") == 1);
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
  const test::Output misplaced = place.xp({"data", "audit", "data", "--sheet", "sheet.png"});
  CHECK(misplaced.code == 2);
  CHECK_THAT(misplaced.err, Contains("--sheet is for xp data show"));
  std::filesystem::create_directories(place.root / "bare/a");
  std::filesystem::create_directories(place.root / "bare/b");
  CHECK_THAT(place.xp({"data", "audit", "bare"}).err, Contains("no images"));
}

TEST_CASE("an experiment's data are audited with its split") {
  const Place place;
  const test::Output audit = place.xp({"data", "audit", test::tiny_file()});
  CAPTURE(audit.err);
  CHECK(audit.code == 0);
  CHECK_THAT(audit.out, Contains("hold_out") && Contains("train") && !Contains("leak"));
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
  if (std::string(XP_SANITIZE).empty()) CHECK(seconds < 30);
}

TEST_CASE("each planted fault of the phantoms is named") {
  const Place place;
  const std::string file = Place::experiment("phantom_with_faults", R"(XP_EXPERIMENT(e) {
    e.dataset({"spine_phantom", {{"images", 100}, {"height", 96}}}).transforms({{"resize", {{"size", 32}}}})
        .model({"small_cnn"});
  })");
  for (const auto& [fault, name] : {std::pair{"marker=0.8", "shortcut: corners"},
                                    {"exposure=0.6", "shortcut: brightness"},
                                    {"size=0.5", "shortcut: pixel size"},
                                    {"duplicates=0.2", "equal pixels"},
                                    {"copies=0.2", "near copies"}}) {
    const test::Output audit = place.xp({"data", "audit", file, "--json", "--set", std::string("dataset.") + fault});
    CAPTURE(fault, audit.out, audit.err);
    CHECK(audit.code == (std::string(name).rfind("shortcut", 0) == 0 ? 0 : 3));
    CHECK(names(audit.out).count(name) == 1);
  }
}
