// What a run keeps for the eye.
#include "framework/engine/training/pictures.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "framework/engine/training/trainer.h"
#include "reports/html/jpeg.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

struct Keeps : Recorder {
  std::map<std::string, std::string> kept;
  std::vector<Prediction> test;
  Metrics telemetry;
  Prepared data;
  void prepared(const Prepared& p) override { data = p; }
  void step(const StepReport&) override {}
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part part, int, const std::vector<Prediction>& p) override {
    if (part == Part::test) test = p;
  }
  void weights(int, const std::string&) override {}
  void measured(int, const Metrics& values) override { telemetry.insert(values.begin(), values.end()); }
  std::size_t enough = 1000;  // files, after which it interrupts
  bool interrupted() override { return kept.size() >= enough; }
  void keep(const std::string& name, const std::string& content) override { kept[name] = content; }

  cv::Mat picture(const std::string& name) const {
    INFO(name);
    REQUIRE(kept.count(name) == 1);
    CHECK(kept.at(name).size() <= 40'000);
    return cv::imdecode({kept.at(name).data(), static_cast<int>(kept.at(name).size())}, cv::IMREAD_UNCHANGED);
  }
};

Keeps trained(const Plan& plan, bool pictures = true) {
  at::set_num_threads(1);
  Keeps out;
  Course course;
  course.pictures = pictures;
  REQUIRE(Trainer(plan, {1, "cpu"}, out, course).run().ending == Trained::finished);
  return out;
}

struct Snapshots : Callback {
  static constexpr const char* doc = "Keeps heat maps of two images in the second epoch.";
  void epoch_end(const Epoch& epoch, Control& control) override {
    if (epoch.number == 2) control.keep_heat_maps(2);
  }
};
const Registration<Snapshots> snapshots{"snapshots", "tests/engine/training/pictures_test.cpp"};

}  // namespace

TEST_CASE("a run keeps a thumbnail and a heat map of each test image, and what the network saw") {
  const Keeps run = trained(test::tiny_plan({{"dataset.height", 400}, {"train.epochs", 1}}));
  const Json index = Json::parse(run.kept.at("pictures/index.json"));
  REQUIRE(index["images"].size() == run.test.size());
  CHECK(index["left_out"].empty());
  CHECK(index["remarks"].empty());
  CHECK(run.kept.size() == 2 * run.test.size() + 4);
  for (std::size_t i = 0; i < run.test.size(); ++i) {
    const Json& image = index["images"][i];
    CHECK(image["sample"] == run.test[i].sample);
    CHECK(image["explains"] == run.data.listing.classes[static_cast<std::size_t>(predicted(run.test[i]))]);
    CHECK((image["border"].is_null() || (image["border"] >= 0 && image["border"] <= 1)));
    const cv::Mat thumbnail = run.picture(image["thumbnail"]), map = run.picture(image["heat_map"]);
    CHECK(std::max(thumbnail.cols, thumbnail.rows) == 160);
    CHECK(map.size() == thumbnail.size());
    CHECK(map.channels() == 3);
  }
  const cv::Mat seen = run.picture("pictures/seen.jpg");
  CHECK(seen.cols == 6 * 100 + 4);
}

TEST_CASE("pictures change nothing of what a run says, and without them nothing is kept") {
  const Plan plan = test::tiny_plan();
  const Keeps with = trained(plan), without = trained(plan, false);
  CHECK(without.kept.empty());
  for (std::size_t i = 0; i < with.test.size(); ++i) CHECK(with.test[i].probabilities == without.test[i].probabilities);
}

TEST_CASE("what is told of heat near the border is the mean over the maps that have heat, and of how many it is") {
  const Keeps run = trained(test::tiny_plan({{"train.epochs", 1}}));
  const Json index = Json::parse(run.kept.at("pictures/index.json"));
  double sum = 0;
  int maps = 0;
  for (const Json& image : index["images"])
    if (image.contains("border") && !image["border"].is_null()) sum += image["border"].get<double>(), ++maps;
  REQUIRE(maps > 0);
  CHECK(run.telemetry.at("test/saliency_maps") == maps);
  CHECK(run.telemetry.at("test/saliency_border") == Approx(sum / maps));
}

TEST_CASE("where no Grad-CAM can be computed the thumbnails remain, and a remark says why") {
  const Keeps run = trained(test::tiny_plan({{"transform.size", 8}, {"model.filters", "4,4,8"}, {"train.epochs", 1}}));
  const Json index = Json::parse(run.kept.at("pictures/index.json"));
  REQUIRE(index["remarks"].size() == 1);
  CHECK_THAT(index["remarks"][0].get<std::string>(), Contains("no heat map") && Contains("single position"));
  CHECK(run.kept.count(index["images"][0]["thumbnail"]) == 1);
  CHECK_FALSE(index["images"][0].contains("heat_map"));
}

TEST_CASE("pictures that are interrupted say so, and name every image that they left out") {
  Keeps run;
  run.enough = 7;  // the sheets, and two images
  Course course;
  course.pictures = true;
  REQUIRE(Trainer(test::tiny_plan({{"train.epochs", 1}}), {1, "cpu"}, run, course).run().ending == Trained::finished);
  const Json index = Json::parse(run.kept.at("pictures/index.json"));
  CHECK(index["images"].size() == 2);
  CHECK(index["left_out"].size() == run.test.size() - 2);
  CHECK_THAT(index["remarks"].dump(), Contains("interrupted: only 2 of " + std::to_string(run.test.size())));
}

TEST_CASE("a callback may keep heat maps of the first validation images") {
  const Keeps run = trained(test::tiny_plan({{"callback", "snapshots"}}), false);
  REQUIRE(run.kept.size() == 2);
  const std::vector<int> validation = run.data.division.indices(Part::validation);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string number = std::to_string(validation[i]);
    run.picture("saliency/epoch_002/" + std::string(4 - number.size(), '0') + number + ".jpg");
  }
}

TEST_CASE("a sheet of the data has a row of training images a class, and is the same every time") {
  const Plan plan = test::tiny_plan({{"dataset.images", 60}, {"train.epochs", 1}});
  const Keeps run = trained(plan), again = trained(plan);
  CHECK(run.kept.at("pictures/data.jpg") == again.kept.at("pictures/data.jpg"));
  const Json rows = Json::parse(run.kept.at("pictures/data.json"))["rows"];
  REQUIRE(rows.size() == run.data.listing.classes.size());
  const cv::Mat sheet = run.picture("pictures/data.jpg");
  CHECK(sheet.size() == cv::Size(8 * 100 + 4, static_cast<int>(rows.size()) * 100 + 4));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    CHECK(rows[r]["class"] == run.data.listing.classes[r]);
    CHECK(rows[r]["samples"].size() == 8);
    for (const int sample : rows[r]["samples"]) {
      const auto place = static_cast<std::size_t>(sample);
      CHECK(run.data.listing.samples[place].label == static_cast<int>(r));
      CHECK(run.data.division.of[place] == Part::train);
    }
  }
}

TEST_CASE("a sheet of the data shows the images as they were before any transform") {
  const Keeps plain = trained(test::tiny_plan({{"train.epochs", 1}})),
              other = trained(test::tiny_plan({{"train.epochs", 1}, {"transform.size", 24}}));
  CHECK(plain.kept.at("pictures/data.jpg") == other.kept.at("pictures/data.jpg"));
  CHECK(plain.kept.at("pictures/seen.jpg") != other.kept.at("pictures/seen.jpg"));
}

TEST_CASE("a page reads the size of a picture as OpenCV does") {
  const Keeps run = trained(test::tiny_plan({{"train.epochs", 1}}));
  int read = 0;
  for (const auto& [name, content] : run.kept) {
    if (!name.ends_with(".jpg")) continue;
    const cv::Mat picture = run.picture(name);
    const auto size = jpeg_size(content);
    REQUIRE(size);
    CHECK(cv::Size(size->width, size->height) == picture.size());
    ++read;
  }
  CHECK(read > 4);
}
