// Runs of MLflow and TensorBoard: of folders and files that fixtures/foreign/make.py drew from those tools'
// definitions.
#include "framework/run/imports/foreign.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "framework/base/error.h"
#include "framework/run/exports/export.h"
#include "framework/run/imports/import.h"
#include "framework/run/imports/mlflow_yaml.h"
#include "framework/run/imports/mlruns.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const std::string fixtures = std::string(XP_SOURCE_DIR) + "/tests/run/imports/fixtures/foreign/";
const std::string shark = "0f5c1d6f7e4a4b0d8c9a3b2e1f00aa11", crab = "7b1e6a50c2d94e7f9d3c5a8b6e42bb22";

struct Home : Place {
  Store store{home.string(), Store::Access::write};
  Record only(const ImportedRuns& runs, std::size_t which = 0) { return store.record(runs.runs.at(which).run); }
};

std::vector<double> values(const Series& series) {
  std::vector<double> out;
  for (const Point& p : series) out.push_back(p.value);
  return out;
}

void check_shark(const Record& r, const std::map<std::string, Series>& steps) {
  CHECK(r.run.name == "bold-shark-12");
  CHECK(r.run.experiment == "spine");
  CHECK(r.run.status == Status::finished);
  CHECK(r.run.started == "2025-11-20T09:44:00.123Z");
  CHECK(r.run.ended == "2025-11-20T09:45:30.000Z");
  CHECK(r.run.uuid == shark);
  CHECK(is_imported(r));
  CHECK(r.run.epochs == 3);
  CHECK(values(r.metrics.at("train/loss")) == std::vector{0.9, 0.5, 0.25});
  CHECK(r.metrics.at("train/loss").front().at == 1);
  CHECK(std::isnan(r.metrics.at("val/loss").at(1).value));
  CHECK(values(r.metrics.at("val/accuracy")) == std::vector{0.5, 0.75, 0.875});
  CHECK(r.metrics.at("test/accuracy").at(0).at == 3);
  CHECK(r.metrics.at("test/accuracy").at(0).value == 0.8125);
  CHECK(values(r.telemetry.at("rate")) == std::vector{1e-3, 1e-3, 1e-4});
  REQUIRE(steps.at("batch/objective").size() == 9);
  CHECK(steps.at("batch/objective").at(2).value == 1.0 / 3);
  CHECK(steps.at("batch/objective").at(8).value == -inf);  // of two values of one step the later one
  CHECK(*find(r.settings, "learning_rate") == Value(0.001));
  CHECK(*find(r.settings, "seed") == Value("007"));
}

}  // namespace

TEST_CASE("a run of MLflow's file store comes with its metrics, parameters, tags, times and artifacts") {
  Home home;
  const ImportedRuns done = import_mlflow(home.store, fixtures + "mlruns");
  REQUIRE(done.runs.size() == 2);
  const Record r = home.only(done);
  check_shark(r, home.store.steps(r.run.id));
  CHECK(*find(r.settings, "layers") == Value(3));
  CHECK(*find(r.settings, "pretrained") == Value("True"));
  CHECK(r.run.note == "second try,\nlarger images");
  CHECK(r.run.tags == std::vector<std::string>{"reviewed", "site=Ulm"});
  CHECK(*find(r.environment, "mlflow.source.git.commit") == Value("0a1b2c"));
  CHECK(*find(r.environment, "user") == Value("mia"));
  REQUIRE(r.artifacts.size() == 1);
  CHECK(r.artifacts[0].name == "plots/roc.txt");
  CHECK(content(home.store.artifact_path(r.artifacts[0])) == "fpr tpr\n0 0\n1 1\n");
  const Record failed = home.only(done, 1);
  CHECK(failed.run.status == Status::failed);
  CHECK(failed.metrics.at("train/loss").at(0).value == inf);
  REQUIRE(done.remarks.size() == 1);
  CHECK_THAT(done.remarks[0], Contains("s3://bucket/412/" + crab) && Contains("nobody looked"));
}

TEST_CASE("MLflow's database says the same as its file store: NaN by its mark, infinity by the largest number") {
  Home home;
  const ImportedRuns done = import_mlflow(home.store, fixtures + "mlflow.db");
  REQUIRE(done.runs.size() == 1);
  const Record r = home.only(done);
  check_shark(r, home.store.steps(r.run.id));
  CHECK_THAT(done.remarks.at(0), Contains("s3://bucket/1/"));
  CHECK_THAT(done.remarks.at(1), Contains("1 that were deleted there"));
}

TEST_CASE("the same run is imported once, whether from the file store or from the database") {
  Home home;
  const std::int64_t first = import_mlflow(home.store, fixtures + "mlflow.db").runs.at(0).run;
  const ImportedRuns again = import_mlflow(home.store, fixtures + "mlruns");
  CHECK(again.runs.at(0).known);
  CHECK_FALSE(again.runs.at(0).differs);
  CHECK(again.artifacts == 1);  // of which the database says only where they lie
  CHECK(again.runs.at(0).run == first);
  CHECK_FALSE(again.runs.at(1).known);
  CHECK(home.store.runs().size() == 2);
}

TEST_CASE("what is imported of other tools has nothing to run again") {
  Home home;
  const Record r = home.only(import_mlflow(home.store, fixtures + "mlflow.db"));
  CHECK_THROWS_WITH(refuse_imported(r, "no plan to run again", ""), Contains("was imported (MLflow)"));
}

TEST_CASE("scalars of PyTorch's SummaryWriter come with their hyperparameters") {
  Home home;
  const std::string file = fixtures + "torch/events.out.tfevents.1763631840.host.1.0";
  const ImportedRuns done = import_tensorboard(home.store, file);
  REQUIRE(done.runs.size() == 1);
  const Record r = home.only(done);
  CHECK(values(r.metrics.at("Loss/train")) == std::vector<double>{0.9f, 0.5f, 0.25f});
  CHECK(r.metrics.at("val/loss").at(0).value == 0.8f);
  CHECK(std::isnan(r.metrics.at("val/loss").at(1).value));
  CHECK(r.metrics.at("val/loss").at(2).value == inf);
  CHECK(home.store.steps(r.run.id).at("objective").at(8).at == 80);
  CHECK(*find(r.settings, "lr") == Value(0.001));
  CHECK(*find(r.settings, "optimizer") == Value("adam"));
  CHECK(*find(r.settings, "pretrained") == Value(true));
  CHECK(r.run.started == "2025-11-20T09:44:00.000Z");
}

TEST_CASE("the two folders of Keras' callback are one run") {
  Home home;
  const ImportedRuns done = import_tensorboard(home.store, fixtures + "keras");
  REQUIRE(done.runs.size() == 1);
  const Record r = home.only(done);
  CHECK(r.run.name == "run");
  CHECK(r.metrics.at("train/loss").at(1).value == 0.5);
  CHECK(r.metrics.at("val/loss").at(1).value == 1.0);
  CHECK(values(r.metrics.at("val/accuracy")) == std::vector{0.0, 0.5, 1.0});
}

TEST_CASE("an event file that is being written is read up to its last whole record; a damaged one is refused") {
  Home home;
  const std::string whole = content(fixtures + "torch/events.out.tfevents.1763631840.host.1.0");
  const std::string file = (home.home / "events.out.tfevents.1").string();
  write(file, whole.substr(0, whole.size() - 7));
  const ImportedRuns done = import_tensorboard(home.store, file);
  CHECK_THAT(done.remarks.at(0), Contains("ends within a record"));
  CHECK(home.store.steps(done.runs.at(0).run).at("objective").size() == 8);
  write(file,
        whole.substr(0, 16 + static_cast<unsigned char>(whole[0]) + 5));  // all of the first record, which says little
  CHECK_THROWS_WITH(import_tensorboard(home.store, file),
                    Contains("is cut short") && Contains("ends within a record") && !Contains("holds no scalars"));
  for (const std::size_t at : {std::size_t{3}, std::size_t{20}, whole.size() / 2, whole.size() - 2}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    write(file, damaged);
    CHECK_THROWS_WITH(import_tensorboard(home.store, file), Contains("CRC"));
  }
  write(file, "no events");
  CHECK_THROWS_AS(import_tensorboard(home.store, file), Error);
}

TEST_CASE("what is no folder or database of MLflow is refused with what it should be") {
  Home home;
  fs::create_directories(home.home / "empty");
  CHECK_THROWS_WITH(import_mlflow(home.store, (home.home / "empty").string()), Contains("holds no experiment"));
  write(home.home / "mlflow.db",
        "this is no database, but some text that is long enough to be looked at as one ........");
  CHECK_THROWS_WITH(import_mlflow(home.store, (home.home / "mlflow.db").string()),
                    Contains("mlflow.db is no database"));
  CHECK_THROWS_WITH(import_mlflow(home.store, (home.home / "xp.db").string()), Contains("no table \"experiments\""));
  const std::string run = (home.home / "mlruns/1/abc/").string();
  write(home.home / "mlruns/1/meta.yaml", "name: x\n");
  write(run + "meta.yaml", "run_id: abc\n");
  write(run + "metrics/loss", "1 0.5 0\n2 much 1\n");
  CHECK_THROWS_WITH(import_mlflow(home.store, (home.home / "mlruns").string()),
                    Contains("metrics/loss, line 2") && Contains("2 much 1"));
  CHECK(home.store.runs().empty());
}

TEST_CASE("links in an mlruns folder are not followed") {
  Home home;
  const fs::path run = home.home / "mlruns/1/abc";
  write(home.home / "mlruns/1/meta.yaml", "name: x\n");
  write(run / "meta.yaml", "run_id: abc\nstatus: 3\n");
  write(run / "metrics/loss", "1 0.5 0\n");
  write(home.home / "secret", "mine");
  fs::create_directories(run / "artifacts");
  fs::create_symlink(home.home / "secret", run / "artifacts/secret");
  fs::create_symlink(home.home, run / "params");
  const Record r = home.only(import_mlflow(home.store, (home.home / "mlruns").string()));
  CHECK(r.artifacts.empty());
  CHECK(r.settings.size() == 1);  // "imported"
}

TEST_CASE("an artifact under whose name no run could ever leave again stays where it is, and is named") {
  Home home;
  const fs::path run = home.home / "mlruns/1/abc";
  write(home.home / "mlruns/1/meta.yaml", "name: x\n");
  write(run / "meta.yaml", "run_id: abc\nstatus: 3\n");
  write(run / "metrics/loss", "1 0.5 0\n");
  write(run / "artifacts/my\tplot.txt", "a"), write(run / "artifacts/plot.txt", "b");
  const ImportedRuns done = import_mlflow(home.store, (home.home / "mlruns").string());
  CHECK_THAT(done.remarks.back(), Contains("without 1 artifact whose name") && Contains("plot.txt"));
  CHECK(home.only(done).artifacts.at(0).name == "plot.txt");
  CHECK(home.store.pack({done.runs.at(0).run}, (home.home / "one.xprun").string()).artifacts == 1);
}

TEST_CASE("of an mlruns folder that xp wrote, and of its event files, no values go missing unseen") {
  Home home;
  Store there((home.home / "there").string(), Store::Access::write);
  const std::int64_t id = add_finished(home.store);
  const std::string mlruns = (home.home / "mlruns").string();
  export_mlflow(home.store, {id}, mlruns, mlruns);
  fs::remove_all(fs::path(mlruns) / "1" / home.store.run(id).uuid / "metrics");
  CHECK_THROWS_WITH(import_mlflow(there, mlruns), Contains("are missing"));
  export_tensorboard(home.store, {id}, (home.home / "logs").string());
  const fs::path file = fs::directory_iterator(home.home / "logs/run1")->path();
  const std::string whole = content(file);
  write(file, whole.substr(0, whole.size() - 7));
  const ImportedRuns cut = import_tensorboard(there, file);
  CHECK(there.run(cut.runs.at(0).run).status == Status::killed);
  write(file, whole);
  const ImportedRuns all = import_tensorboard(there, file);
  CHECK_FALSE(all.runs.at(0).known);
  CHECK(there.run(all.runs.at(0).run).uuid == home.store.run(id).uuid);
}

TEST_CASE("meta.yaml that is no flat mapping is refused, however deep it is") {
  CHECK(flat_yaml("a: 'b: c'\nd:\nlist: [1]\n", "m") == std::map<std::string, std::string>{{"a", "b: c"}, {"d", ""}});
  for (const std::string& text : {std::string(100000, '['), std::string("- a\n- b\n"), std::string("a: [b"),
                                  std::string("a: &x [*x, *x]\nb: {*y: 1}")})
    CHECK_THROWS_AS(flat_yaml(text, "meta.yaml"), Error);
}

TEST_CASE("event files become runs in the order of their folders' numbers") {
  Home home;
  const std::string file = content(fixtures + "torch/events.out.tfevents.1763631840.host.1.0");
  for (const char* run : {"run1", "run10", "run9"}) {
    write(home.home / "logs" / run / "a.tfevents", file);
    for (int times = 0; times < run[3] - '0' + (run[4] ? 1 : 0); ++times)  // each of its own content
      write(home.home / "logs" / run / ("b" + std::to_string(times) + ".tfevents"), file);
  }
  std::vector<std::string> names;
  for (const ImportedRuns::Run& run : import_tensorboard(home.store, (home.home / "logs").string()).runs)
    names.push_back(run.was);
  CHECK(names == std::vector<std::string>{"run1", "run9", "run10"});
}
