// What goes wrong while a run is under way: a clear reason, and what was recorded until then stays.
#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/pictures.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}
Words run_tiny(const Words& more) { return with({"run", tiny_file(), "--threads", "1"}, more); }
Words endless() { return run_tiny({"--set", "train.epochs=100000"}); }

Json shown(const Place& place, const std::string& run = "last") {
  const Output said = place.xp({"show", run, "--json"});
  REQUIRE(said.code == 0);
  return Json::parse(said.out);
}

/// KILLED, with every epoch that was shown, weights and validation predictions.
void check_kept(const Place& place, const std::string& reason) {
  const Json record = shown(place);
  CHECK(record["status"] == "KILLED");
  CHECK_THAT(record["reason"].get<std::string>(), Contains(reason));
  CHECK(record["epochs"] >= 2);
  CHECK(record["metrics"]["train/loss"].size() >= 2);
}
}  // namespace

TEST_CASE("files that cannot be read are refused with the list, or skipped, recorded and named by xp show") {
  const Place place;
  const std::string folder = write_folder(place.root / "radiographs", 9, 9);
  write(place.root / "radiographs/lying/nothing.png", "");
  write(place.root / "radiographs/upright/letter.JPG", "Dear Sir, please find enclosed");
  write(place.root / "radiographs/lying/half.bmp", bmp(1, 1).substr(0, 400));
  const Output refused = place.xp(run_tiny({"--data", folder}));
  CHECK(refused.code == 1);
  for (const char* word : {"3 of 21 images cannot be read", "nothing.png: the file is empty",
                           "letter.JPG: ", "half.bmp: ", "dataset.unreadable=skip"})
    CHECK_THAT(refused.err, Contains(word));
  CHECK(shown(place)["status"] == "FAILED");
  CHECK_THAT(place.xp({"show", "last"}).out, Contains("FAILED") && Contains("nothing.png"));

  const Output skipped = place.xp(run_tiny({"--data", folder, "--set", "dataset.unreadable=skip"}));
  CHECK(skipped.code == 0);
  CHECK_THAT(skipped.err, Contains("3 images could not be read"));
  const Output show = place.xp({"show", "last"});
  for (const char* name : {"lying/nothing.png", "upright/letter.JPG", "lying/half.bmp"})
    CHECK_THAT(show.out, Contains(name));
  CHECK(shown(place)["skipped"].size() == 3);
}

TEST_CASE("a radiograph cut short is refused") {
  const fs::path real = fs::path(XP_SOURCE_DIR) / "../shared/data/fraiwan338/Normal";
  if (!fs::exists(real)) SKIP("no radiographs beside the checkout");
  const Place place;
  const std::string folder = write_folder(place.root / "radiographs", 9, 9);
  const std::string whole = content(fs::directory_iterator(real)->path());
  write(place.root / "radiographs/lying/cut.jpg", whole.substr(0, whole.size() / 2));
  const Output refused = place.xp(run_tiny({"--data", folder}));
  CHECK(refused.code == 1);
  CHECK_THAT(refused.err, Contains("cut.jpg: the file is cut short"));
}

TEST_CASE("skipping that leaves a class too small for the parts is a failed run with the reason") {
  const Place place;
  const std::string folder = write_folder(place.root / "radiographs", 9, 2);
  for (int i = 0; i < 4; ++i) write(place.root / "radiographs/upright" / ("bad" + std::to_string(i) + ".png"), "x");
  const Output said = place.xp(run_tiny({"--data", folder, "--set", "dataset.unreadable=skip"}));
  CHECK(said.code == 1);
  CHECK_THAT(said.err, Contains("class upright has 2 samples"));
}

TEST_CASE("a loss that is no number ends the run FAILED with the reason") {
  const Place place;
  const Output said = place.xp(
      run_tiny({"--set", "optimizer.rate=100", "--set", "optimizer.momentum=0.99", "--set", "train.epochs=200"}));
  CHECK(said.code == 1);
  CHECK(said.out == "run1 FAILED\n");
  CHECK_THAT(said.err, Contains("the loss became") && Contains("epoch") && Contains("rate"));
  CHECK(shown(place)["status"] == "FAILED");
}

TEST_CASE("a plan that fails does not end the others") {
  const Place place;
  const std::string file =
      Place::experiment("rates", tiny.substr(0, tiny.size() - 2) +
                                     "  e.optimizer({\"sgd\", {{\"momentum\", 0.99}}}).train({{\"epochs\", 200}, "
                                     "{\"batch\", 8}}).sweep(\"optimizer.rate\", {100.0, 1e-5});\n}");
  const Output said = place.xp({"run", file, "--threads", "1"});
  CHECK(said.code == 1);
  CHECK(said.out == "run1 FAILED\nrun2 FINISHED\n");
}

TEST_CASE("Ctrl-C ends a run KILLED with what there is; the rest of a sweep is not started") {
  const Place place;
  const std::string file = Place::experiment(
      "long_sweep", tiny.substr(0, tiny.size() - 2) +
                        "  e.train({{\"epochs\", 100000}, {\"batch\", 8}}).sweep(\"seed\", {1, 2});\n}");
  Running run = place.start({"run", file, "--threads", "1"});
  const auto epochs = [&] {
    const Json list = Json::parse(place.xp({"list", "--json"}).out, nullptr, false);
    return list.is_array() && !list.empty() ? list[0]["epochs"].get<int>() : 0;
  };
  for (int i = 0; i < 150 && epochs() < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  REQUIRE(epochs() >= 2);
  run.signal(SIGINT);
  const Output said = run.finish(20);
  INFO(said.err);
  CHECK(said.code == 130);
  CHECK(said.out == "run1 KILLED\n");
  CHECK_THAT(said.err, Contains("finishing this batch") && Contains("1 KILLED, 1 not begun"));
  check_kept(place, "Ctrl-C");
  CHECK(shown(place)["chosen_epoch"].is_number());
}

TEST_CASE("a second Ctrl-C stops at once, and the run is KILLED all the same") {
  const Place place;
  Running run = place.start(
      with(endless(), {"--set", "dataset.images=3000", "--set", "dataset.height=256", "--set", "transform.size=256"}));
  REQUIRE(run.says("run1"));
  run.signal(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  run.signal(SIGINT);
  CHECK(run.finish(5).code == 130);
  CHECK(shown(place)["status"] == "KILLED");
}

TEST_CASE("xp stop does from elsewhere what Ctrl-C does") {
  const Place place;
  Running run = place.start(endless());
  REQUIRE(run.says("epoch      2/"));
  CHECK(place.xp({"stop", "last"}).code == 0);
  CHECK(run.finish(20).code == 130);
  check_kept(place, "xp stop");
}

TEST_CASE("a run that was killed with SIGKILL is shown as KILLED, with its epochs") {
  const Place place;
  Running run = place.start(endless());
  REQUIRE(run.says("epoch      3/"));
  CHECK_THAT(place.xp({"list"}).out, Contains("RUNNING"));
  run.signal(SIGKILL);
  run.finish();
  CHECK_THAT(place.xp({"list"}).out, Contains("KILLED"));
  check_kept(place, "process died");
  CHECK(place.xp(run_tiny({})).code == 0);
}

TEST_CASE("two runs at once in one home both finish and both are listed") {
  const Place place;
  Running first = place.start(run_tiny({"--set", "train.epochs=20"})),
          second = place.start(run_tiny({"--set", "train.epochs=20", "--set", "seed=2"}));
  CHECK(first.finish().code == 0);
  CHECK(second.finish().code == 0);
  const Json list = Json::parse(place.xp({"list", "--json"}).out);
  REQUIRE(list.size() == 2);
  for (const Json& run : list) {
    CHECK(run["status"] == "FINISHED");
    CHECK(run["epochs"] == 20);
  }
}

TEST_CASE("a full disk is said, and what was recorded before can be read afterwards") {
  if (::geteuid() != 0) SKIP("only root may mount a small disk");
  Place place;
  fs::create_directories(place.home);
  if (::mount("tmpfs", place.home.c_str(), "tmpfs", 0, "size=1200k") != 0) SKIP("no mounting here");
  const std::string home = place.home.string();
  const std::shared_ptr<void> mounted(nullptr, [&](void*) { ::umount2(home.c_str(), MNT_DETACH); });
  CHECK(place.xp(run_tiny({"--name", "before"})).code == 0);
  const Output said = place.start(with(endless(), {"--disk-wait", "0"})).finish(100);
  INFO(said.err);
  CHECK(said.code == 1);
  CHECK_THAT(said.err, Contains("full") && Contains("make room") && !Contains("mistake of xp's own"));
  const Json list = Json::parse(place.xp({"list", "--json"}).out);
  REQUIRE(list.size() == 2);
  CHECK(list[0]["status"] == "FINISHED");
  CHECK((list[1]["status"] == "KILLED" || list[1]["status"] == "FAILED"));
  const Json record = shown(place, "run2");
  CHECK(record["metrics"]["train/loss"].size() == record["epochs"]);
  CHECK(record["epochs"] >= 3);
}
