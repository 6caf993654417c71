// xp score: against scikit-learn, in every form, and where there is little to say.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string fixtures = std::string(XP_SOURCE_DIR) + "/tests/run/imports/fixtures/";

json report(const Place& place, Words words) {
  words.insert(words.begin(), "score");
  words.push_back("--json");
  const Output said = place.xp(words);
  INFO(said.err);
  REQUIRE(said.code == 0);
  return json::parse(said.out).at(0);
}

std::string imported(const Place& place, const std::string& text, Words options = {}) {
  write(place.root / "said.csv", text);
  options.insert(options.begin(), {"import", "predictions", "said.csv"});
  const Output run = place.xp(options);
  INFO(run.err);
  REQUIRE(run.code == 0);
  return run.out.substr(0, run.out.size() - 1);
}

}  // namespace

TEST_CASE("the report says what scikit-learn says") {
  const Place place;
  REQUIRE(place.xp({"import", "predictions", fixtures + "predictions.csv"}).code == 0);
  const json theirs = json::parse(content(fixtures + "predictions.json"));
  const json ours = report(place, {"run1", "--resamples", "500"}).at("scores");
  for (const char* score : {"accuracy", "balanced_accuracy", "macro_f1", "kappa", "mcc", "loss", "auc"}) {
    INFO(score);
    CHECK(ours.at("overall").at(score).at("value").get<double>() ==
          Approx(theirs.at(score).get<double>()).epsilon(1e-9));
  }
  for (std::size_t c = 0; c < 3; ++c)
    for (const char* score : {"precision", "recall", "f1"})
      CHECK(ours.at("classes").at(c).at("scores").at(score).at("value").get<double>() ==
            Approx(theirs.at(score).at(c).get<double>()).epsilon(1e-9));
  CHECK(ours.at("confusion") == theirs.at("confusion"));
  CHECK(ours.at("overall").at("accuracy").at("by") == "BCa bootstrap by group");
  CHECK(ours.at("groups") == 58);
  CHECK(ours.at("calibration").at("bins").size() == 10);
}

TEST_CASE("the report in words, Markdown, CSV and LaTeX") {
  const Place place;
  REQUIRE(place.xp({"import", "predictions", fixtures + "predictions.csv", "--name", "theirs"}).code == 0);
  const auto said = [&](const std::string& form) {
    Words words{"score", "theirs", "--resamples", "200"};
    if (!form.empty()) words.push_back(form);
    const Output out = place.xp(words);
    CHECK(out.code == 0);
    CHECK(out.err.empty());
    return out.out;
  };
  CHECK_THAT(said(""), Contains("run1 (theirs): 68 test images in 58 groups") && Contains("Who is taken for whom") &&
                           Contains("balanced accuracy") && Contains("Calibration") && Contains("by group"));
  CHECK_THAT(said("--md"), Contains("## run1 (theirs)") && Contains("| --- |"));
  CHECK_THAT(said("--csv"), Contains("run,part,of,class,score,value,low,high,by,right,n\r\n") &&
                                Contains("run1,test,images,Scol,recall,0.714285"));
  CHECK_THAT(said("--latex"), Contains("\\begin{tabular}") && Contains("Scol"));
}

TEST_CASE("what a class without images scores is undefined") {
  const Place place;
  const std::string run = imported(place, "image,label,p_A,p_B,p_C\na,A,1,0,0\nb,B,0,1,0\nc,A,0,1,0\n");
  CHECK_THAT(place.xp({"score", run}).out, Contains("undefined"));
  const json c = report(place, {run}).at("scores").at("classes").at(2);
  for (const char* score : {"precision", "recall", "f1", "auc", "average_precision"})
    CHECK(c.at("scores").at(score).at("value") == "NaN");
}

TEST_CASE("classes without probabilities have accuracies, and nothing that rests on probabilities") {
  const Place place;
  const std::string run = imported(place, "image,label,prediction\na,A,A\nb,B,B\nc,A,B\nd,B,B\n");
  const json scores = report(place, {run}).at("scores");
  CHECK(scores.at("overall").at("accuracy").at("value") == 0.75);
  CHECK(scores.at("overall").at("accuracy").at("by") == "Wilson");
  for (const char* score : {"loss", "auc", "micro_auc", "average_precision", "brier", "ece", "adaptive_ece"}) {
    INFO(score);
    CHECK(scores.at("overall").at(score).at("value") == "NaN");
    CHECK(scores.at("overall").at(score).at("interval") == json({"NaN", "NaN"}));
  }
  CHECK(scores.at("calibration").at("bins").empty());
  const Output text = place.xp({"score", run});
  CHECK_THAT(text.out, Contains("without probabilities") && !Contains("operating point"));
}

TEST_CASE("operating points take their thresholds from validation where it was predicted") {
  const Place place;
  const std::string head = "image,label,p_no,p_yes\n";
  const std::string run =
      imported(place, head + "a,yes,0.1,0.9\nb,yes,0.4,0.6\nc,no,0.5,0.5\nd,no,0.8,0.2\n", {"--name", "x"});
  const json here = report(place, {run, "--sensitivity", "1"}).at("one_class");
  CHECK(here.at("positive") == "yes");
  CHECK(here.at("chosen_on") == "test");
  CHECK(here.at("operating_points").back().at("threshold") == 0.6);
  CHECK_THAT(place.xp({"score", run}).out, Contains("flatter"));
  imported(place, head + "e,yes,0.05,0.95\nf,no,0.3,0.7\n", {"--name", "x", "--part", "val"});
  const json there = report(place, {run, "--sensitivity", "1", "--specificity", "1"}).at("one_class");
  CHECK(there.at("chosen_on") == "val");
  const json point = there.at("operating_points").at(2);
  CHECK(point.at("name") == "sensitivity of at least 1");
  CHECK(point.at("threshold") == 0.95);
  CHECK(point.at("sensitivity").at("value") == 0);
  CHECK(point.at("specificity").at("value") == 1);
  CHECK(point.at("precision").at("value") == "NaN");
}

TEST_CASE("what cannot be scored is refused") {
  const Place place;
  const std::string run = imported(place, "image,label,p_A,p_B,p_C\na,A,1,0,0\nb,B,0,1,0\n");
  const auto refused = [&](const Words& words, const std::string& what) {
    const Output said = place.xp(words);
    CHECK(said.code == 2);
    CHECK_THAT(said.err, Contains(what));
  };
  refused({"score", run, "--sensitivity", "0.9"}, "--positive CLASS: A, B, C");
  refused({"score", run, "--positive", "a"}, "did you mean \"A\"");
  refused({"score", run, "--specificity", "90"}, "a share from 0 to 1");
  refused({"score", run, "--part", "val"}, "no validation predictions");
  refused({"score", run, "--part", "val"}, "--part test");
  refused({"score", run, "--part", "training"}, "--part training");
}
