// xp explain, as a user meets it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "tests/support/pictures.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

/// One finished run, and pictures that it was not trained on.
struct Trained : Place {
  Trained() {
    write_folder(root / "new pictures", 2, 2);
    cv::imwrite((root / "new pictures/lying/0.png").string(), cv::Mat(30, 50, CV_8U, cv::Scalar(90)));
    REQUIRE(xp({"run", tiny_file(), "--threads", "1", "--precision", "fp32", "-q"}).code == 0);
  }
  Output explain(Words more) const {
    more.insert(more.begin(), {"explain", "run1"});
    return xp(more);
  }
  int files_in(const fs::path& folder) const {
    int n = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) n += entry.is_regular_file();
    return n;
  }
};

/// What must be refused before anything is written.
void check_refused(const Output& said, const std::string& what, const std::string& hint) {
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK_THAT(said.err, Contains(what) && Contains(hint));
}
}  // namespace

TEST_CASE("xp explain draws every image by every method, at the image's own size") {
  const Trained place;
  const Output said = place.explain({"new pictures", "--method", "all", "--json", "-q"});
  REQUIRE(said.code == 0);
  CHECK(said.err.empty());
  const Json json = Json::parse(said.out);
  CHECK(json["folder"] == "run1_explained");
  REQUIRE(json["images"].size() == 5);
  const Json predicted = Json::parse(place.xp({"predict", "run1", "new pictures", "--json", "-q"}).out);
  for (std::size_t i = 0; i < 5; ++i) {
    const Json& image = json["images"][i];
    CHECK(image["image"] == predicted[i]["image"]);
    CHECK(image["class"] == predicted[i]["class"]);
    CHECK(image["explained"] == image["class"]);
    for (const auto& [name, p] : image["probabilities"].items())
      CHECK(p.get<double>() == Approx(predicted[i]["probabilities"][name].get<double>()).epsilon(1e-5));
    REQUIRE(image["maps"].size() == 4);
    const cv::Mat original = cv::imread((place.root / image["image"].get<std::string>()).string());
    for (const Json& map : image["maps"]) {
      const cv::Mat picture = cv::imread((place.root / map["picture"].get<std::string>()).string());
      CHECK(picture.size() == original.size());
      CHECK(map["empty"] == map["border_share"].is_null());
      if (!map["empty"]) CHECK((map["border_share"] >= 0 && map["border_share"] <= 1));
    }
  }
  // 0.bmp and 0.png share a stem: their names keep the endings.
  CHECK(json["images"][0]["maps"][0]["picture"].get<std::string>().rfind("run1_explained/lying/0.bmp.gradcam.", 0) ==
        0);
  CHECK(json["images"][2]["maps"][1]["picture"].get<std::string>().rfind("run1_explained/lying/1.gradcam++.", 0) == 0);
  CHECK(place.files_in("run1_explained") == 21);  // and explained.json

  const std::string again = place.explain({"new pictures", "--method", "all", "--json", "-q"}).out;
  CHECK(again == said.out);
  CHECK(place.files_in("run1_explained") == 21);
}

TEST_CASE("xp explain prints a table, and with --sanity what random weights leave of the maps") {
  const Trained place;
  const Output said =
      place.explain({"new pictures/lying/1.bmp", "new pictures/upright", "--class", "Scol", "--out", "maps/of Scol",
                     "--method", "gradcam", "--method", "occlusion", "--patch", "4", "--sanity", "--threads", "1"});
  REQUIRE(said.code == 0);
  CHECK_THAT(said.out, Contains("image") && Contains("probability") && Contains("explained") &&
                           Contains("gradcam at border") && Contains("occlusion at border") &&
                           Contains("random from the head to") && Contains("head ") && Contains("features.0 ") &&
                           Contains("gradcam ") && Contains("what was learned"));
  CHECK_THAT(said.out, !Contains("nan") && !Contains("inf"));
  CHECK_THAT(said.err, Contains("6 heat maps in maps/of Scol"));
  CHECK(fs::exists(place.root / "maps/of Scol/upright/1.occlusion.Scol.png"));
  CHECK(fs::exists(place.root / "maps/of Scol/lying/1.gradcam.Scol.png"));
}

TEST_CASE("what xp explain cannot do is refused before anything is written") {
  const Trained place;
  const std::string one = "new pictures/lying/1.bmp";
  check_refused(place.xp({"explain", "run7", one}), "run7", "the last is run1");
  check_refused(place.explain({"new pictures/lying/one.bmp"}), "there is no file", "one.bmp");
  check_refused(place.explain({one, "--class", "Scoll"}), "run1 knows no class \"Scoll\"", "did you mean \"Scol\"");
  check_refused(place.explain({one, "--method", "gradcamm"}), "no method \"gradcamm\"", "did you mean \"gradcam\"");
  check_refused(place.explain({one, "--patch", "4"}), "occlusion", "--method occlusion");
  check_refused(place.explain({one, "--method", "occlusion", "--patch", "99", "--out", "a"}), "more than the network",
                "--patch 2");
  check_refused(place.explain({one, "--out", "/proc/heat maps"}), "/proc/heat maps", "");
  write(place.root / "letter.png", "Dear Sir");
  check_refused(place.explain({one, "letter.png", "--out", "b"}), "letter.png: neither JPEG", "mend it");
  check_refused(place.explain({one, "--out", "new pictures"}), "new pictures is not empty", "--out DIR");
  CHECK(place.files_in("new pictures") == 5);
}

TEST_CASE("a heat map is never replaced by another run's, or by another image's") {
  const Trained place;
  REQUIRE(place.explain({"new pictures/lying/1.bmp", "--out", "maps", "-q"}).code == 0);
  check_refused(place.explain({"new pictures/upright/1.bmp", "--out", "maps"}), "maps/1 is already a heat map of",
                "--out DIR");
  CHECK(place.explain({"new pictures/upright/0.bmp", "--out", "maps", "-q"}).code == 0);
  REQUIRE(place.xp({"rerun", "run1", "-q"}).code == 0);
  check_refused(place.xp({"explain", "run2", "new pictures/lying/1.bmp", "--out", "maps"}), "the heat maps of run1",
                "--out DIR");
  CHECK(place.files_in("maps") == 3);
}
