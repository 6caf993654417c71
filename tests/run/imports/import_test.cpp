// Another tool's results in the store, and what comes of several files under one name.
#include "framework/run/imports/import.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <thread>

#include "framework/base/error.h"
#include "framework/store/names.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

struct Home : Place {
  Store store{home.string(), Store::Access::write};

  Imported predictions(const std::string& name, const std::string& text, Part part = Part::test) {
    Import given;
    given.name = name;
    given.predictions.emplace();
    given.predictions->path = "said.csv", given.predictions->content = text, given.predictions->part = part;
    return import(given, store);
  }
  Imported history(const std::string& name, const std::string& text, const std::string& kept = "", int images = 0,
                   const std::vector<std::string>& classes = {}) {
    Import given;
    given.name = name, given.classes = classes;
    given.curves.emplace();
    given.curves->path = "log.csv", given.curves->content = text, given.curves->kept = kept;
    given.curves->val_images = images;
    return import(given, store);
  }
};

const std::string two = "image,label,A,B\na,A,1,0\nb,B,0.6,0.4\n",
                  curve = "epoch,loss,val_loss,val_accuracy\n0,2,3,0.5\n1,1,2,1\n2,0.5,4,0.5\n";

double at(const Record& record, const std::string& metric, std::int64_t epoch) {
  for (const Point& p : record.metrics.at(metric))
    if (p.at == epoch) return p.value;
  return std::nan("");
}

}  // namespace

TEST_CASE("imported predictions are a finished run without a plan, with the file and its hash") {
  Home home;
  const Imported done = home.predictions("keras", two);
  const Record record = home.store.record(done.run);
  CHECK(is_imported(record));
  CHECK(record.plan.empty());
  CHECK(record.run.status == Status::finished);
  CHECK(record.run.name == "keras");
  CHECK(record.run.test_images == 2);
  CHECK(record.classes == std::vector<std::string>{"A", "B"});
  CHECK(record.test[1].probabilities == std::vector<double>{0.6, 0.4});
  CHECK(record.samples[1].part == Part::test);
  CHECK(at(record, "test/accuracy", 0) == 0.5);
  REQUIRE(record.artifacts.size() == 1);
  CHECK(record.artifacts[0].name == "test.csv");
  CHECK(content(home.store.artifact_path(record.artifacts[0])) == two);
}

TEST_CASE("what is imported under one name belongs together, in any order") {
  Home home;
  const std::string validation = "image,label,B,A\nc,B,0.9,0.1\nd,A,0.8,0.2\n";
  const auto whole = [&](const std::string& name) {
    const Record r = home.store.record(run_named(home.store, name));
    CHECK(home.store.runs().size() == static_cast<std::size_t>(r.run.id));
    CHECK(find(r.settings, "imported")->text() == "test, validation, history");
    CHECK(r.run.chosen_epoch == 3);
    CHECK(r.run.val_images == 2);
    CHECK(r.classes == std::vector<std::string>{"A", "B"});
    CHECK(r.validation.at(0).probabilities == std::vector<double>{0.1, 0.9});
    CHECK(r.samples.at(static_cast<std::size_t>(r.validation.at(0).sample)).name == "c");
    CHECK(r.samples.at(static_cast<std::size_t>(r.test.at(0).sample)).name == "a");
    CHECK(at(r, "test/accuracy", 3) == 0.5);
    CHECK(std::isnan(at(r, "test/accuracy", 0)));
    CHECK(at(r, "val/accuracy", 2) == 1);
    CHECK(r.artifacts.size() == 3);
  };
  home.predictions("one", two), home.predictions("one", validation, Part::validation);
  CHECK(home.history("one", curve).added);
  whole("one");
  home.history("two", curve), home.predictions("two", two);
  CHECK(home.predictions("two", validation, Part::validation).added);
  whole("two");
  CHECK_THROWS_WITH(home.predictions("two", two), Contains("has test predictions already"));
  CHECK_THROWS_WITH(home.history("two", curve), Contains("has a history already"));
}

TEST_CASE("what does not belong together is refused, and leaves nothing behind") {
  Home home;
  home.predictions("x", two);
  CHECK_THROWS_WITH(home.predictions("x", "image,label,A,C\nc,A,1,0\nd,C,0,1\n", Part::validation),
                    Contains("no column of probabilities for B"));
  CHECK_THROWS_WITH(home.predictions("x", "image,label,prediction\nc,A,B\n", Part::validation),
                    Contains("with probabilities, this file has none"));
  CHECK_THROWS_WITH(home.history("y", curve, "9"), Contains("epochs 1 to 3"));
  home.history("y", curve, "", 0, {"A", "B", "C"});
  CHECK_THROWS_WITH(home.predictions("y", two), Contains("of 2 classes (A, B), the history of 3"));
  add_finished(home.store, 1, "ours");
  CHECK_THROWS_WITH(home.predictions("ours", two), Contains("was trained here"));
  CHECK(home.store.runs().size() == 3);
  CHECK(home.store.record(1).validation.empty());
}

TEST_CASE("the number of classes stands for them until predictions name them") {
  Home home;
  const std::int64_t run = home.history("n", curve, "", 0, {"2"}).run;
  CHECK(home.store.record(run).classes == std::vector<std::string>{"class 1", "class 2"});
  home.predictions("n", two);
  CHECK(home.store.record(run).classes == std::vector<std::string>{"A", "B"});
  CHECK_THROWS_WITH(home.history("m", curve, "", 0, {"1"}), Contains("two at least"));
}

TEST_CASE("the epoch that was kept is the last, unless it is said") {
  Home home;
  CHECK(home.store.record(home.history("", curve).run).run.chosen_epoch == 3);
  const Record best = home.store.record(home.history("", curve, "val/loss", 2).run);
  CHECK(best.run.chosen_epoch == 2);
  CHECK(best.run.val_images == 2);
  CHECK(find(best.settings, "train.monitor")->text() == "val/loss");
}

TEST_CASE("validation predictions that are not of the weights that the curve tells of are remarked on") {
  Home home;
  home.history("x", curve, "2");
  const auto said = home.predictions("x", two, Part::validation).remarks;
  REQUIRE(said.size() == 2);
  CHECK_THAT(said[1], Contains("a loss of 0.4581, the history of 2.0000 at epoch 2"));
  CHECK_THAT(said[0], Contains("accuracy of 0.5") && Contains("the history of 1.0000 at epoch 2"));
}

TEST_CASE("the history keeps its word at the epoch whose weights predicted, and what differs is told") {
  for (const bool curves_first : {true, false}) {
    Home home;
    if (curves_first) home.history("x", curve);
    Imported done = home.predictions("x", two, Part::validation);
    if (!curves_first) done = home.history("x", curve);
    const Record r = home.store.record(done.run);
    CHECK(at(r, "val/loss", 3) == 4);
    CHECK(at(r, "val/accuracy", 3) == 0.5);
    CHECK(std::any_of(done.remarks.begin(), done.remarks.end(), [](const std::string& remark) {
      return remark.starts_with("The validation predictions have a loss of 0.4581, the history of 4.0000 at epoch 3");
    }));
  }
}

TEST_CASE("two imports under one name at once make one run of both") {
  for (int round = 0; round < 10; ++round) {
    Home home;
    const auto bring = [&](Part part) {
      Store mine(home.home.string(), Store::Access::write);
      Import given;
      given.name = "both", given.predictions.emplace();
      given.predictions->path = "said.csv", given.predictions->part = part;
      given.predictions->content = part == Part::test ? two : "image,label,A,B\nc,A,1,0\nd,B,0.6,0.4\n";
      import(given, mine);
    };
    std::thread other(bring, Part::validation);
    bring(Part::test);
    other.join();
    REQUIRE(home.store.runs().size() == 1);
    const Record r = home.store.record(1);
    CHECK(r.test.size() == 2);
    CHECK(r.validation.size() == 2);
    CHECK(r.samples.size() == 4);
  }
}

TEST_CASE("a validation accuracy of nobody knows how many images is remarked on") {
  Home home;
  CHECK_THAT(home.history("", curve).remarks.back(), Contains("--val-images N"));
  for (const std::string& remark : home.history("", curve, "", 2).remarks)
    CHECK_THAT(remark, !Contains("--val-images"));
}

TEST_CASE("rows of the test and of validation are not the same images") {
  Home home;
  const std::string rows = "y_true,y_pred\nA,B\nB,B\n";
  home.predictions("x", rows);
  const Imported done = home.predictions("x", rows, Part::validation);
  for (const std::string& remark : done.remarks) CHECK_THAT(remark, !Contains("named in the other"));
  const Record r = home.store.record(done.run);
  CHECK(r.samples.front().name == "row 1");
  CHECK(r.samples.back().name == "validation row 2");
  CHECK(find(r.settings, "imported.images")->text() == "numbers of rows");
}

TEST_CASE("without probabilities no loss is recorded") {
  Home home;
  const Record r = home.store.record(home.predictions("x", "image,label,prediction\na,A,B\nb,B,B\n").run);
  CHECK(at(r, "test/accuracy", 0) == 0.5);
  for (const char* score : {"test/loss", "test/auc", "test/brier"}) CHECK(r.metrics.count(score) == 0);
}
