// A run that learned from tiles is asked about whole images.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "framework/store/store.h"
#include "tests/support/pictures.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

/// One finished run on the 2×3 tiles of 12 pictures.
struct OnTiles : Place {
  const std::string pictures = write_folder(root / "pictures", 6, 6);
  OnTiles() {
    const Output run = xp({"run", Place::experiment("tiny", tiny), "--threads", "1", "--precision", "fp32", "--data",
                           pictures, "--set", "dataset=tiles", "--set", "dataset.columns=3", "-q"});
    INFO(run.err);
    REQUIRE(run.code == 0);
  }
  Json predicted(Words more = {}) const {
    Words words{"predict", "run1", "pictures", "--json", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    const Output said = xp(words);
    INFO(said.err);
    REQUIRE(said.code == 0);
    return Json::parse(said.out);
  }
};

void check_refused(const Output& said, const std::string& what) {
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK_THAT(said.err, Contains(what));
}
}  // namespace

TEST_CASE("xp predict says of each tile what the run said of it, and of an image their mean") {
  const OnTiles place;
  const Json images = place.predicted();
  REQUIRE(images.size() == 12);
  std::map<std::string, double> lying;  // by "lying/3.bmp#r2c1"
  for (const Json& image : images) {
    const std::string name = image["image"].get<std::string>().substr(9);
    REQUIRE(image["tiles"].size() == 6);
    double sum = 0;
    for (const Json& tile : image["tiles"]) {
      const double p = tile["probabilities"]["lying"];
      sum += lying[name + "#" + tile["tile"].get<std::string>()] = p;
      CHECK(tile["class"] == (p >= 0.5 ? "lying" : "upright"));
    }
    CHECK(image["pooled"] == "mean");
    CHECK(image["probabilities"]["lying"].get<double>() == Approx(sum / 6));
    CHECK(image["tiles"][4]["tile"] == "r2c2");
    CHECK(image["tiles"][4]["region"]["left"] == 1 / 3.0);
    CHECK(image["tiles"][4]["region"]["top"] == 0.5);
  }
  CHECK(lying.size() == 72);

  const xp::Record record = xp::Store(place.home.string(), xp::Store::Access::read).record(1);
  int compared = 0;
  for (const auto& predictions : {record.validation, record.test})
    for (const xp::Prediction& p : predictions) {
      const std::string& name = record.samples[static_cast<std::size_t>(p.sample)].name;
      CAPTURE(name);
      REQUIRE(lying.count(name) == 1);
      CHECK(lying[name] == Approx(p.probabilities[0]).epsilon(1e-5));
      ++compared;
    }
  CHECK(compared >= 12);
}

TEST_CASE("the largest of the tiles, each tile in a table, and what was trained on") {
  const OnTiles place;
  for (const Json& image : place.predicted({"--pool", "max"})) {
    double lying = 0, upright = 0;
    for (const Json& tile : image["tiles"]) {
      lying = std::max(lying, tile["probabilities"]["lying"].get<double>());
      upright = std::max(upright, tile["probabilities"]["upright"].get<double>());
    }
    CHECK(image["pooled"] == "max");
    CHECK(image["probabilities"]["lying"].get<double>() == Approx(lying / (lying + upright)));
  }
  const Output said = place.xp({"predict", "run1", "pictures", "--csv"});
  CHECK_THAT(said.out, Contains("image,class,lying,upright\r\n") && !Contains("r1c1"));
  CHECK_THAT(said.err, Contains("the mean of what is said of its 6; --tiles shows each") &&
                           Contains(" of 12 images were trained on") && !Contains("\n0 of 12"));
  const Output each = place.xp({"predict", "run1", "pictures/lying/0.bmp", "--csv", "--tiles"});
  CHECK_THAT(each.out, Contains("image,tile,class,lying,upright\r\npictures/lying/0.bmp,mean,") &&
                           Contains("\r\npictures/lying/0.bmp,r2c3,"));
  check_refused(place.xp({"predict", "run1", "pictures", "--pool", "mex"}), "did you mean \"max\"");
  write(place.root / "letter.png", "Dear Sir");
  const Output unread = place.xp({"predict", "run1", "letter.png"});
  check_refused(unread, "cannot read letter.png: neither JPEG");
  CHECK(unread.err.find("letter.png") == unread.err.rfind("letter.png"));
}

TEST_CASE("xp explain lays the tiles' heat maps back onto the image") {
  const OnTiles place;
  cv::imwrite((place.root / "pictures/lying/0.png").string(), cv::Mat(31, 50, CV_8U, cv::Scalar(90)));
  const Output said = place.xp({"explain", "run1", "pictures", "--method", "all", "--json", "--sanity"});
  INFO(said.err);
  REQUIRE(said.code == 0);
  CHECK_THAT(said.err, Contains("learned from tiles: of each image 6 are explained"));
  const Json images = Json::parse(said.out)["images"], predicted = place.predicted();
  REQUIRE(images.size() == 13);
  for (std::size_t i = 0; i < images.size(); ++i) {
    CHECK(images[i]["class"] == predicted[i]["class"]);
    CHECK(images[i]["probabilities"]["lying"].get<double>() ==
          Approx(predicted[i]["probabilities"]["lying"].get<double>()).epsilon(1e-5));
    REQUIRE(images[i]["maps"].size() == 4);
    for (const Json& map : images[i]["maps"]) {
      const cv::Mat picture = cv::imread((place.root / map["picture"].get<std::string>()).string());
      const bool wide = images[i]["image"] == "pictures/lying/0.png";
      CHECK(picture.cols == (wide ? 50 : 16));
      CHECK(picture.rows == (wide ? 31 : 16));
    }
  }
}

TEST_CASE("a run on whole images has no tiles to show") {
  const Place place;
  write_folder(place.root / "pictures", 1, 1);
  REQUIRE(place.xp({"run", tiny_file(), "--threads", "1", "-q"}).code == 0);
  check_refused(place.xp({"predict", "run1", "pictures", "--tiles"}), "learned from whole images");
  check_refused(place.xp({"predict", "run1", "pictures", "--pool", "max"}), "leave --pool out");
  check_refused(place.xp({"predict", "run1", "pictures", "--pool", "mex"}), "did you mean \"max\"");
}
