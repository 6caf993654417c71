// The verbs that train and predict, as a user meets them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/store/db.h"
#include "tests/support/pictures.h"
#include "tests/support/program.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

bool plain(const std::string& text) { return text.find_first_of("\x1b\r") == std::string::npos; }

/// One finished run on 20 pictures.
struct Trained : Place {
  const std::string pictures = write_folder(root / "new pictures", 10, 10);
  const Output run = xp({"run", tiny_file(), "--threads", "1", "--data", pictures, "--name", "größe \"7\"", "--note",
                         "a\nb", "--tag", "x|y, z"});
};
}  // namespace

TEST_CASE("xp run prints the run to standard output and everything else to standard error") {
  const Trained place;
  CHECK(place.run.code == 0);
  CHECK(place.run.out == "run1 FINISHED\n");
  for (const char* word :
       {"1 plan, about", "run1", "20 images: ", "epoch 1/2", "epoch 2/2", " left", "next: xp show run1"})
    CHECK_THAT(place.run.err, Contains(word));
  CHECK(plain(place.run.err));

  const Output quiet = place.xp({"run", tiny_file(), "-q", "--json"});
  CHECK(quiet.code == 0);
  CHECK(quiet.err.empty());
  CHECK(Json::parse(quiet.out).at(0)["status"] == "FINISHED");
  const Json first = Json::parse(place.xp({"show", "größe \"7\"", "--json"}).out);
  CHECK(first["note"] == "a\nb");
  CHECK(first["tags"] == Json{"x|y, z"});
}

TEST_CASE("a terminal gets a live line, without control sequences for those who want none") {
  Place place;
  const Words run{"run",   tiny_file(),        "--threads", "1",
                  "--set", "train.epochs=3",   "--set",     "dataset.images=300",
                  "--set", "transform.size=64"};
  const Output live = place.in_terminal(run);
  CHECK(live.code == 0);
  CHECK_THAT(live.out, Contains("\x1b[1m") && Contains("\r  epoch 1/3  ━"));
  Words without = run;
  without.push_back("--no-color");
  CHECK(place.in_terminal(without).out.find('\x1b') == std::string::npos);
  place.variables["NO_COLOR"] = "1";
  CHECK(place.in_terminal(run).out.find('\x1b') == std::string::npos);
  place.variables["TERM"] = "dumb";
  CHECK(place.in_terminal(run).out.find('\r') == place.in_terminal(run).out.find("\r\n"));
}

TEST_CASE("xp rerun --verify says identical, and exits with 3 when the record says otherwise") {
  const Trained place;
  const Output same = place.xp({"rerun", "run1", "--verify"});
  CHECK(same.code == 0);
  CHECK_THAT(same.out, Contains("identical: run2 repeats run1"));
  const Output json = place.xp({"rerun", "run1", "--verify", "-q", "--json"});
  CHECK(json.err.empty());
  CHECK(Json::parse(json.out)["identical"] == true);

  xp::Db((place.home / "xp.db").string(), true)
      .run("UPDATE metrics SET value = value + 0.5 WHERE run = 1 AND epoch = 2");
  const Output other = place.xp({"rerun", "run1", "--verify"});
  CHECK(other.code == 3);
  CHECK_THAT(other.out, Contains("diverged: run4 does not repeat run1") && Contains("epoch 2: "));
}

TEST_CASE("xp rerun computes where the run did, and warns when this machine has fewer cores") {
  const Trained place;
  xp::Db((place.home / "xp.db").string(), true)
      .run("UPDATE environment SET value = 64 WHERE run = 1 AND name = 'threads'");
  const Output said = place.xp({"rerun", "run1"});
  CHECK(said.code == 0);
  CHECK_THAT(said.err, Contains("run1 computed with 64 threads"));
  CHECK_THAT(place.xp({"show", "run2", "--json"}).out, Contains("\"threads\": 64"));
  CHECK_THAT(place.xp({"rerun", "run1", "--threads", "1"}).err, !Contains("64 threads"));
  CHECK_THAT(place.xp({"show", "run3", "--json"}).out, Contains("\"threads\": 1"));
}

TEST_CASE("a run whose experiment defines its own transform can be run again and predicts") {
  const Place place;
  std::string body = tiny;
  body.replace(body.find("{\"normalise\"}"), 13, "{\"upside_down\"}, {\"normalise\"}");
  const std::string file = Place::experiment("upside_down", R"(struct UpsideDown : xp::Transform {
  static constexpr const char* doc = "White is black.";
  xp::Image apply(const xp::Image& image, const xp::ImageOps&, xp::Random&) const override {
    xp::Image out = image;
    for (float& x : out.pixels) x = 1 - x;
    return out;
  }
};
XP_PLUGIN("upside_down", UpsideDown)

)" + body);
  const std::string pictures = write_folder(place.root / "new pictures", 10, 10);
  REQUIRE(place.xp({"run", file, "--threads", "1", "--data", pictures}).code == 0);
  const Output again = place.xp({"rerun", "run1", "--verify"});
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("identical"));
  const Output said = place.xp({"predict", "run1", pictures, "--csv"});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, Contains("lying/0.bmp,"));
}

TEST_CASE("plans that are named together are told apart, and what --quick made is tagged so") {
  const Place place;
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.sweep(\"seed\", {1, 2}).quick({{\"train.epochs\", 1}});\n");
  const std::string file = Place::experiment("two_seeds", body);
  const Output said = place.xp({"run", file, "--quick", "--name", "pair", "--tag", "mine"});
  REQUIRE(said.code == 0);
  CHECK_THAT(said.err, Contains("seed=2"));
  const Json runs = Json::parse(place.xp({"list", "--json"}).out);
  for (int i = 0; i < 2; ++i) {
    CHECK(runs.at(i)["name"] == "pair-" + std::to_string(i + 1));
    CHECK(runs.at(i)["tags"] == Json{"mine", "quick"});
  }
}

TEST_CASE("a title cannot steer a terminal") {
  const Place place;
  std::string body = tiny;
  body.insert(body.size() - 2, "  e.title(\"a\\x1b[31mb\");\n");
  const std::string file = Place::experiment("coloured", body);
  for (const Words& words : {Words{"plan", file}, Words{"run", file, "--threads", "1"}, Words{"show", "run1"}}) {
    INFO(words[0]);
    const std::string seen = place.in_terminal(words).out;
    CHECK_THAT(seen, Contains("a\\x1b[31mb") && !Contains("\x1b[31m"));
  }
}

TEST_CASE("xp rerun refuses data that are not those of the run") {
  const Trained place;
  write(place.root / "new pictures/lying/0.bmp", bmp(1, 99));
  const Output other = place.xp({"rerun", "run1"});
  CHECK(other.code == 2);
  CHECK(other.out.empty());
  CHECK_THAT(other.err, Contains("the data of run1 are not what they were: 1 of 20 images: lying/0.bmp is another") &&
                            Contains("fingerprint"));
  fs::remove_all(place.root / "new pictures");
  CHECK_THAT(place.xp({"rerun", "run1"}).err, Contains("there is no folder"));
  CHECK_THAT(place.xp({"list"}).out, !Contains("run2"));
}

TEST_CASE("xp predict names a class for every image, as a table, JSON, CSV and Markdown") {
  const Trained place;
  const Words predict{"predict", "run1", "new pictures", "new pictures/lying/0.bmp"};
  const auto as = [&](const char* format) {
    Words words = predict;
    words.push_back(format);
    const Output said = place.xp(words);
    CHECK(said.code == 0);
    if (std::string(format) == "-q")
      CHECK(said.err.empty());
    else
      CHECK_THAT(said.err, Contains(" of 21 images were trained on"));
    return said.out;
  };
  const Json rows = Json::parse(as("--json"));
  REQUIRE(rows.size() == 21);
  for (const Json& row : rows) {
    const double lying = row["probabilities"]["lying"], upright = row["probabilities"]["upright"];
    CHECK(lying + upright == Approx(1));
    CHECK(row["class"] == (lying >= upright ? "lying" : "upright"));
  }
  CHECK(rows[20]["probabilities"] == rows[0]["probabilities"]);
  CHECK_THAT(as("--csv"), Contains("image,class,lying,upright\r\n") && Contains("new pictures/lying/0.bmp,"));
  CHECK_THAT(as("--md"), Contains("| image | class | lying | upright |"));
  CHECK_THAT(as("-q"), Contains("new pictures/upright/9.bmp"));
}

TEST_CASE("xp predict names what it cannot read, and says nothing else") {
  const Trained place;
  write(place.root / "letter.png", "Dear Sir");
  fs::create_directories(place.root / "empty");
  for (const auto& [file, reason] : {std::pair{"nowhere.png", "nowhere.png"},
                                     {"letter.png", "letter.png: neither JPEG"},
                                     {"empty", "no images in empty"},
                                     {"new picture", "new picture"}}) {
    const Output said = place.xp({"predict", "run1", "new pictures/lying/0.bmp", file});
    INFO(file);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK_THAT(said.err, Contains(reason) && !Contains("unreadable=skip"));
  }
}

TEST_CASE("xp predict enters a folder once, and says which one it cannot read") {
  const Trained place;
  fs::create_directory_symlink("..", place.root / "new pictures/lying/up");
  const Output said = place.xp({"predict", "run1", "new pictures", "--json", "-q"});
  CHECK(said.code == 0);
  CHECK(Json::parse(said.out).size() == 20);
}

TEST_CASE("xp predict refuses weights that are not those that were stored") {
  const Trained place;
  std::string weights;
  const Json shown = Json::parse(place.xp({"show", "run1", "--json"}).out);
  for (const Json& a : shown["artifacts"])
    if (a["name"] == "weights.safetensors") weights = a["sha256"];
  REQUIRE(weights.size() == 64);
  int damaged = 0;
  for (const auto& entry : fs::recursive_directory_iterator(place.home))
    if (entry.is_regular_file() && entry.path().string().find(weights) != std::string::npos) {
      std::string text = content(entry.path());
      text.back() ^= 1;
      fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
      write(entry.path(), text);
      ++damaged;
    }
  REQUIRE(damaged == 1);
  const Output said = place.xp({"predict", "run1", "new pictures"});
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK_THAT(said.err, Contains("the weights of run1 are damaged") && Contains("xp rerun run1"));
}

TEST_CASE("a device or a network that is not there is refused") {
  const Trained place;
  const Output device = place.xp({"predict", "run1", "new pictures", "--device", "cudda"});
  CHECK(device.code == 2);
  CHECK_THAT(device.err, Contains("cudda") && Contains("did you mean \"cuda\""));
}
