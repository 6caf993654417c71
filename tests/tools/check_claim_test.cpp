#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {
const Words densenet{"check-claim",
                     "--accuracy",
                     "88",
                     "--precision",
                     "Normal=1.00",
                     "--recall",
                     "Normal=0.89",
                     "--precision",
                     "Spondylolisthesis=0.59",
                     "--recall",
                     "Spondylolisthesis=0.42"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}
}  // namespace

TEST_CASE("a published row fits from 168 images on, and with the data's shares never") {
  const Place place;
  const Output fits = place.xp(densenet);
  CHECK(fits.code == 0);
  CHECK_THAT(fits.out, Contains("fits test sets of 168 to 1000 images; none of 1 to 167"));
  const Output none = place.xp(with(densenet, {"--share", "Spondylolisthesis=0.23"}));
  CHECK(none.code == 3);
  CHECK_THAT(none.out, Contains("no test set of any size fits"));
  CHECK_THAT(none.out, Contains("recall of Spondylolisthesis"));
  CHECK(place.xp(with(densenet, {"--images", "68"})).code == 3);
}

TEST_CASE("claims of a file are checked a row each") {
  const Place place;
  const std::string file = (place.root / "claims.csv").string();
  std::ofstream(file) << "name,accuracy,recall:Normal,images\ngood,0.7143,,7\nbad,0.7143,,8\nother,88,0.89,\n";
  const Output output = place.xp({"check-claim", file, "--json"});
  CHECK(output.code == 3);
  const auto json = nlohmann::json::parse(output.out);
  REQUIRE(json.size() == 3);
  CHECK(json[0]["possible"] == true);
  CHECK(json[0]["fits"][0]["right"] == 5);
  CHECK(json[1]["possible"] == false);
  CHECK(json[2]["name"] == "other");
}

TEST_CASE("what is no claim is refused with what to write") {
  const Place place;
  for (const auto& [words, part] : std::vector<std::pair<Words, std::string>>{
           {{"--accuracy", "101"}, "over 100 %"},
           {{"--recall", "Normal=0.8", "--recall", "Normal=0.9"}, "said twice"},
           {{"--recall", "0.8"}, "CLASS=VALUE"},
           {{"--count", "Normal=16"}, "without a figure"},
           {{}, "xp check-claim --accuracy 88"},
           {{"--acuracy", "88"}, "--accuracy"},
           {{"--accuracy", "88", "--images", "9..3"}, "no size"},
           {{"--accuracy", "88", "--tolerance", "0.02"}, "without a share"},
           {{"--recall", "Normal=0.8", "--f1", "normal=0.8"}, "did you mean"},
           {{"--accuracy", "88", "--share", "A=0.6", "--share", "B=0.6"}, "shares sum"}}) {
    const Output output = place.xp(with({"check-claim"}, words));
    CAPTURE(part);
    CHECK(output.code == 2);
    CHECK_THAT(output.err, Contains(part));
  }
}

TEST_CASE("what a search did not reach is no reason to say no") {
  const Place place;
  const Output open = place.xp({"check-claim", "--accuracy", "99.999", "--recall", "A=0.5"});
  CHECK(open.code == 0);
  CHECK_THAT(open.out, Contains("larger ones were not searched"));
  const Words counted{"check-claim", "--count", "A=4000", "--count", "B=4000", "--accuracy", "90"};
  CHECK(place.xp(with(counted, {"--classes", "2"})).code == 0);
  const Output assumed = place.xp(counted);
  CHECK(assumed.code == 0);
  CHECK_THAT(assumed.out, Contains("fits a test set of 8000 images") && Contains("taken for all there are"));
  const Output json = place.xp({"check-claim", "--accuracy", "99.999", "--json"});
  CHECK(nlohmann::json::parse(json.out)["possible"].is_null());
}

TEST_CASE("a tolerance of nothing widens nothing") {
  const Place place;
  const Words share{"check-claim", "--accuracy", "88", "--share", "A=0.50", "--json"};
  const auto plain = nlohmann::json::parse(place.xp(share).out);
  const auto none = nlohmann::json::parse(place.xp(with(share, {"--tolerance", "0.00"})).out);
  const auto some = nlohmann::json::parse(place.xp(with(share, {"--tolerance", "0.02"})).out);
  CHECK(none["figures"][1]["low"] == plain["figures"][1]["low"]);
  CHECK(none["figures"][1]["high"] == plain["figures"][1]["high"]);
  CHECK(some["figures"][1]["low"].get<double>() == Approx(0.475));
}

TEST_CASE("a file is checked alone, and a row that makes no sense is named") {
  const Place place;
  const std::string file = (place.root / "claims.csv").string();
  std::ofstream(file) << "name,accuracy,macro_f1\ngood,0.7143,\nbad,,0.8\n";
  const Output bad = place.xp({"check-claim", file});
  CHECK(bad.code == 2);
  CHECK_THAT(bad.err, Contains("line 3") && Contains("over how many"));
  std::ofstream(file) << "accuracy\n0.7143\n";
  CHECK(place.xp({"check-claim", file}).code == 0);
  for (const Words& beside : {Words{"--accuracy", "12"}, Words{"--recall", "A=0.5"}, Words{"--images", "7"}}) {
    const Output refused = place.xp(with({"check-claim", file}, beside));
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains(beside.front() + " beside a file"));
  }
  std::ofstream(file) << "kappa\n0.7143\n";
  CHECK_THAT(place.xp({"check-claim", file}).err, Contains("recall:CLASS"));
  std::ofstream(file) << "recal\n0.7143\n";
  CHECK_THAT(place.xp({"check-claim", file}).err, Contains("did you mean \"recall:CLASS\"?"));
}

TEST_CASE("renderings keep the verdict and tell what they leave out, and CSV has a number a cell") {
  const Place place;
  for (const char* format : {"--md", "--latex"}) {
    const Output output = place.xp(with(densenet, {format}));
    CHECK_THAT(output.out, Contains("fits test sets of 168 to 1000 images") && Contains("813 more sizes fit"));
  }
  const Output csv = place.xp(with(densenet, {"--csv"}));
  CHECK_THAT(csv.out, StartsWith("images,right,accuracy,low,high,ways,more_ways,right:Normal,images:Normal,"));
  CHECK_THAT(csv.out, Contains("\n168,147,0.875,") && Contains("\n1000,"));
  CHECK_THAT(place.xp({"check-claim", "--help"}).out, Contains("name,accuracy,recall:Normal"));
}
