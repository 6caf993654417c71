#include "reports/card/card.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Material tested() {
  Material run{test::healthy(12)};
  run.network.name = "small_cnn", run.network.input = "1×32×32", run.network.parameters = 1234;
  set(run.record.environment, "command", "xp run spine_gradcam.cpp");
  return run;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("a model card opens with its front matter, the question and the verdict, and has its sections in order") {
  const std::string card = model_card(tested());
  CHECK_THAT(card, StartsWith("---\nlibrary_name: \"xp\"\npipeline_tag: \"image-classification\"\n"));
  std::size_t at = 0;
  for (const char* part :
       {"model-index:", "type: \"accuracy\"\n      value: 0.9500", "\n---\n\n# Does a small CNN", "\n> **",
        "190 of 200 test images are named right", "## What it is", "1 234 trainable parameters", "## Data",
        "## Training", "## Results", "| accuracy (190 of 200) | 95.0 % |", "## Limitations", "## How to do it again",
        "xp rerun run12 --verify", "xp run spine_gradcam.cpp"}) {
    INFO(part);
    const std::size_t next = card.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  for (const char* unknown : {"license", "language", "datasets:", "base_model"}) CHECK(card.find(unknown) == card.npos);
  CHECK(model_card(tested()) == card);
}

TEST_CASE("what was not tested has no model-index, and the card says so") {
  Material run = tested();
  run.record.test.clear();
  CHECK_THAT(model_card(run), !Contains("model-index") && Contains("Nothing was tested"));
  CHECK_THAT(model_card({test::killed(3)}), !Contains("model-index") && Contains("xp resume run3"));
  CHECK_THAT(model_card({Record{}}), !Contains("model-index"));
}

TEST_CASE("a leak stands first of the limitations, and in the name of every score") {
  Material run = tested();
  run.record.findings = {
      {Audit::Grade::note, "small", "A note on sizes.", ""},
      {Audit::Grade::leak, "copies", "3 test images are copies of training images.", "Divide by patient."}};
  const std::string card = model_card(run);
  const std::size_t limits = card.find("## Limitations");
  CHECK(card.find("**serious**", limits) < card.find("3 test images are copies", limits));
  CHECK(card.find("3 test images are copies", limits) < card.find("A note on sizes", limits));
  CHECK(count(card, "3 test images are copies of training images") >= 2);  // the verdict has it too
  CHECK(count(card, "not to be relied on") == count(card, "    - type: "));
}

TEST_CASE("overfitting is told before anything milder") {
  const std::string card = model_card({test::reference000()});
  const std::size_t limits = card.find("## Limitations");
  REQUIRE(limits != card.npos);
  CHECK_THAT(card.substr(limits, 120), Contains("**serious**: Overfitting"));
}

TEST_CASE("folds have their means in the model-index, and what was pooled in the table") {
  Record r = test::healthy(20, 10, 0, {0, 0, 200});
  set(r.settings, "split.folds", 2);
  r.run.chosen_epoch = 0;
  Material run{r};
  for (int f : {1, 2}) {
    Record fold = test::healthy(20 + f, 5 * f);
    fold.run.parent = 20, fold.run.role = "fold " + std::to_string(f);
    run.parts.push_back(fold);
    run.record.children.push_back({fold.run.id, fold.run.role, Status::finished, 19, 200, {{"test/accuracy", 0.9}}});
  }
  const std::string card = model_card(run);
  CHECK_THAT(card, Contains("value: 0.9625\n      name: \"accuracy, mean of 2 folds") &&
                       Contains("all images pooled") && Contains("xp rerun run21 --verify"));
}

TEST_CASE("an import's card says that another tool made it, and lends it no library") {
  Record r = test::healthy(7);
  r.settings = {{"imported", "test predictions"}, {"imported.test", "/home/somebody/answers.csv"}};
  r.plan.clear(), r.metrics.clear();
  set(r.environment, "command", "xp import predictions answers.csv");
  const std::string card = model_card({r});
  CHECK_THAT(card, !Contains("library_name") && Contains("The answers of another tool") &&
                       Contains("name: \"answers.csv\"") && !Contains("## Training") && !Contains("xp rerun") &&
                       Contains("xp import predictions answers.csv"));
}

TEST_CASE("a control's card lists it as no model, and names no network that it never trained") {
  Record r = test::healthy(12);
  set(r.settings, "train.control", "image_statistics");
  const std::string card = model_card({r});
  CHECK_THAT(card, !Contains("model-index") && !Contains("- \"small_cnn\"") && Contains("- \"control\"") &&
                       Contains("no model to use") && Contains("accuracy (190 of 200)"));
}

TEST_CASE("a score that has no value has no line") {
  Material run = tested();
  set(run.record.settings, "imported.probabilities", false);
  set(run.record.settings, "imported", "test predictions");
  CHECK_THAT(model_card(run), !Contains("log_loss") && !Contains("roc_auc") && !Contains("nan") && !Contains("NaN"));
}
