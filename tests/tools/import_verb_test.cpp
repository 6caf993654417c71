// Another tool's results as a user brings and judges them, verb by verb.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

const std::string fixtures = std::string(XP_SOURCE_DIR) + "/tests/run/imports/fixtures/";

struct Imports : Place {
  Output good(const Words& words) const {
    const Output said = xp(words);
    INFO(said.err);
    CHECK(said.code == 0);
    return said;
  }
  /// Exit code 2, nothing on standard output, and all of `words` said.
  void refused(const Words& command, const Words& words) const {
    const Output said = xp(command);
    INFO(said.err);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    for (const std::string& word : words) CHECK_THAT(said.err, Contains(word));
    CHECK_THAT(said.err, !Contains("mistake of xp's own"));
  }
};

}  // namespace

TEST_CASE("reference 000, imported from its history, is called what it is") {
  const Imports place;
  const Output run = place.good({"import", "history", fixtures + "keras_log.csv", "--name", "reference 000",
                                 "--classes", "double,single", "--train-images", "32", "--val-images", "7"});
  CHECK(run.out == "run1\n");
  CHECK_THAT(run.err, Contains("count from 0") && Contains("30 epochs: train/accuracy = accuracy"));
  const Output diagnosis = place.good({"diagnose", "run1"});
  CHECK_THAT(diagnosis.out, Contains("serious") && Contains("verfitting") && Contains("5 of 7"));
  CHECK_THAT(diagnosis.out, Contains("36 to 92 %"));
  const auto told = nlohmann::json::parse(place.good({"show", "run1", "--json"}).out);
  CHECK(told.at("diagnosis").at("grade") == "serious");
  bool found = false;
  for (const auto& finding : told.at("diagnosis").at("findings"))
    found |= finding.at("name") == "overfitting" && finding.at("grade") == "serious";
  CHECK(found);
  CHECK(told.at("metrics").at("train/accuracy").back().at(1) == 1);
  const Output shown = place.good({"show", "run1"});
  CHECK_THAT(shown.out, Contains("Curves, epoch 1 to 30\n") && Contains("chosen as the last") && !Contains(" of 0"));
  CHECK_THAT(place.good({"list"}).out, Contains("71.4 % (36 to 92)"));
}

TEST_CASE("every verb knows what to do with an imported run") {
  const Imports place;
  place.good({"import", "predictions", fixtures + "predictions.csv", "--name", "theirs", "--model", "xception",
              "--history", fixtures + "keras_log.csv"});
  place.good({"import", "predictions", fixtures + "predictions.csv"});
  CHECK_THAT(place.good({"show", "theirs"}).out,
             Contains("imported ") && Contains("49 of 68") && Contains("xp score run1") && !Contains("rerun"));
  CHECK_THAT(place.good({"list"}).out, Contains("xception") && Contains("72.1 % (60 to 81)"));
  CHECK_THAT(place.good({"compare", "theirs", "run2"}).out, Contains("run2"));
  CHECK_THAT(place.good({"diagnose", "theirs"}).out, Contains("test"));
  const std::string page = place.good({"report", "theirs", "-q"}).out;
  CHECK_THAT(content(page.substr(0, page.size() - 1)), !Contains("xp rerun"));
  place.good({"tag", "theirs", "published"}), place.good({"note", "theirs", "from Bern"});
  CHECK_THAT(place.good({"show", "theirs"}).out, Contains("#published") && Contains("from Bern"));

  place.refused({"rerun", "theirs"}, {"run1 was imported", "no plan to run again"});
  place.refused({"resume", "theirs"}, {"run1 was imported", "nothing to go on with"});
  place.refused({"predict", "theirs", fixtures}, {"run1 was imported", "no network to ask"});
  place.refused({"explain", "theirs", fixtures}, {"run1 was imported", "no network to ask"});
  place.refused({"show", "theirs", "--net"}, {"run1 was imported", "no network to show"});
  place.refused({"show", "theirs", "--plan"}, {"run1 was imported", "no plan"});
  place.refused({"stop", "theirs"}, {"nothing to stop"});

  place.good({"delete", "theirs"});
  place.good({"import", "predictions", fixtures + "predictions.csv", "--name", "theirs"});  // its name is free again
  place.good({"restore", "run1"}), place.good({"delete", "run1"});
  CHECK_THAT(place.good({"gc"}).out, Contains("1 deleted run and"));
  CHECK(place.good({"list", "--names"}).out == "run2\nrun3\n");
}

TEST_CASE("what cannot be imported is refused, and nothing is stored") {
  const Imports place;
  write(place.root / "a.csv", "image,labl,A,B\nx,A,1,0\n");
  place.refused({"import", "predictions", "a.csv"}, {"no column \"label\"", "--column label=labl"});
  CHECK_FALSE(std::filesystem::exists(place.home));
  place.refused({"import", "a.csv"}, {"knows no \"a.csv\""});
  place.refused({"import", "nonsense"}, {"known: FILE.xprun, predictions"});
  place.refused({"import", "prediction", "a.csv"}, {"did you mean \"predictions\""});
  place.refused({"import", "predictions"}, {"wants a file"});
  place.refused({"import", "predictions", "b.csv"}, {"b.csv"});
  place.refused({"import", "predictions", "a.csv"}, {"no column \"label\"", "--column label=labl"});
  place.refused({"import", "predictions", "a.csv", "--column", "label"}, {"--column label"});
  place.refused({"import", "predictions", "a.csv", "--part", "train"}, {"--part train"});
  place.refused({"import", "predictions", "a.csv", "--kept", "3"}, {"--kept says nothing of predictions"});
  place.refused({"import", "history", "a.csv", "--part", "val"}, {"--part says nothing of a history"});
  place.refused({"import", "history", "a.csv", "--name", "run3"}, {"cannot be a name"});
  place.refused({"import", "predictions", "a.csv", "--classes", "A,,B"}, {"one has no name"});
  const Output listed = place.xp({"list"});
  CHECK_THAT(listed.out, !Contains("run1"));
  const Words good{"import", "predictions", "a.csv", "--column", "label=labl", "--classes", "A,B"};
  CHECK_THAT(place.good(good).err, Contains("1 image, 2 classes (A, B): image = image, label = labl, probabilities "
                                            "from 2 columns; accuracy 100.0 %") &&
                                       Contains("xp delete run1"));
  const auto told = nlohmann::json::parse(
      place.good({"import", "predictions", "a.csv", "--column", "label=labl", "--classes", "A,B", "--json"}).out);
  CHECK_THAT(told.at("understood").get<std::string>(), Contains("accuracy 100.0 %"));
}

TEST_CASE("what is named without its kind is looked at, and the command that takes it is said") {
  const Imports place;
  for (const char* file : {"ex.json", "mlflow.db", "ex_csv/runs.csv", "runs/0/meta.yaml",
                           "logs/run1/events.out.tfevents.1.xp", "a.xprun/files.csv"})
    write(place.root / file, "{}");
  for (const auto& [word, kind] : {std::pair{"ex_csv", "csv"},
                                   {"ex.json", "json"},
                                   {"mlflow.db", "mlflow"},
                                   {"runs", "mlflow"},
                                   {"logs", "tensorboard"}})
    place.refused({"import", word}, {std::string("xp import ") + kind + " " + word});
  place.refused({"import", "csv", "ex_csv/runs.csv"},
                {"is a file, and the folder is wanted", "xp import csv ex_csv\n"});
  place.refused({"import", "a.xprun"}, {"a.xprun is a folder, and a file is wanted", "xp import csv a.xprun"});
}
