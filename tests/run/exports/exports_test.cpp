// Runs in the forms of other tools: read by readers that know only those tools' definitions, and read back by xp.
#include "framework/run/exports/export.h"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/run/exports/document.h"
#include "framework/run/imports/foreign.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// A run with something of everything, and with what forms stumble over.
std::int64_t add_rich(Store& store) {
  const std::int64_t id = add_finished(store, 1, "first, \"the\" one");
  Settings settings = store.record(id).settings;
  settings.push_back({"text.number", "3"}), settings.push_back({"text.truth", "true"});
  settings.push_back({"text.empty", ""}), settings.push_back({"text.lines", "a\nb\r\n\"c\", d"});
  settings.push_back({"whole", std::int64_t{1} << 60}), settings.push_back({"real", 0.1});
  settings.push_back({"real.whole", 2.0}), settings.push_back({"truth", true}), settings.push_back({"odd: name?", 1});
  settings.push_back({"odd: name!", 2}), settings.push_back({"odd: name!/of", 3});
  store.describe(id, settings, 3, static_cast<int>(store.record(id).validation.size()));
  Hashes hashes{{{1, 0xfedcba9876543210u, 2, 3}, {2, 4, 5, 6}}, {{"stem.conv.weight", ~std::uint64_t{0}}}};
  store.epoch(id, 1, {{"train/loss", inf}, {"val/loss", -inf}}, {{"seconds", 1.5}}, {}, hashes);
  store.epoch(id, 3, {{"a", 5e-324}, {"a/b", 0.1 + 0.2}, {"100 %", 1}}, {}, {});
  store.log(id, {{"train/objective", {{1, 0.5}, {2, std::nan("")}, {5, -inf}, {6, 1e300}}}});
  store.remarks(id, {"It was \"looked at\",", "twice\nand more"});
  store.findings(id, {{Audit::Grade::leak, "copies", "two are the same", "leave one out", {"a = b", "c = d"}}});
  store.tag(id, "paper"), store.tag(id, "figure 2: left"), store.note(id, "line 1\nline 2; and \"more\"\t");
  store.artifact(id, "weights.safetensors", std::string("\0\1\2 not really", 14));
  store.artifact(id, "pictures/cam 1.txt", "a picture");
  return id;
}

struct Homes : Place {
  Store here{(home / "here").string(), Store::Access::write};
  Store there{(home / "there").string(), Store::Access::write};
  std::string out(const std::string& name) const { return (home / name).string(); }
};

/// What a run is wherever it lies: everything but its number and where it came from. Of artifacts the names, where the
/// form carries their contents.
std::string essence(const Store& store, std::int64_t id, bool with_artifacts) {
  WholeRun run = whole(store, id);
  run.record.run.id = 1, run.record.run.origin.clear();
  if (!with_artifacts) run.record.artifacts.clear();
  return document(run, SeriesNumbers::inside);
}

bool has_python(const std::string& module) {
  return fs::exists("/usr/bin/python3") && run_program({"/usr/bin/python3", "-c", "import " + module}).code == 0;
}

json read_by(const std::string& script, const std::string& argument) {
  const Finished done =
      run_program({"/usr/bin/python3", std::string(XP_SOURCE_DIR) + "/tests/run/exports/" + script, argument});
  INFO(done.output);
  REQUIRE(done.code == 0);
  return json::parse(done.output);
}

Series series(const json& points) {
  Series out;
  for (const json& p : points) {
    double value = 0;
    REQUIRE(read_exact(p.at(1).get<std::string>(), value));
    out.push_back({p.at(0).get<std::int64_t>(), value});
  }
  return out;
}

bool same(const Series& a, const Series& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Point& x, const Point& y) {
    return x.at == y.at && (x.value == y.value || (std::isnan(x.value) && std::isnan(y.value)));
  });
}

}  // namespace

TEST_CASE("every export imported again is the run, with NaN and infinities, types of values, hashes and times") {
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  const struct {
    const char* name;
    bool artifacts;
    std::function<Exported(const std::string&)> out;
    ImportedRuns (*in)(Store&, const std::string&);
  } forms[] = {
      {"csv", true, [&](const std::string& to) { return export_csv(homes.here, {id}, to); }, import_csv},
      {"json", false, [&](const std::string& to) { return export_json(homes.here, {id}, to); }, import_json},
      {"mlruns", true, [&](const std::string& to) { return export_mlflow(homes.here, {id}, to, to); }, import_mlflow},
      {"events", false, [&](const std::string& to) { return export_tensorboard(homes.here, {id}, to); },
       import_tensorboard}};
  for (const auto& form : forms) {
    INFO(form.name);
    Store there((homes.home / "home of " / form.name).string(), Store::Access::write);
    const std::string place = homes.out(form.name);
    CHECK(form.out(place).runs == 1);
    const ImportedRuns done = form.in(there, place);
    REQUIRE(done.runs.size() == 1);
    CHECK_FALSE(done.runs[0].known);
    CHECK(essence(there, done.runs[0].run, form.artifacts) == essence(homes.here, id, form.artifacts));
    CHECK(there.run(done.runs[0].run).origin == "run1 of " + std::string(form.name));
    if (form.artifacts)
      for (const Artifact& a : there.record(done.runs[0].run).artifacts)
        CHECK(sha256(content(there.artifact_path(a))) == a.sha256);
    const ImportedRuns again = form.in(there, place);
    REQUIRE(again.runs.size() == 1);
    CHECK(again.runs[0].known);
    CHECK_FALSE(again.runs[0].differs);
    CHECK(again.artifacts == 0);
    CHECK(again.runs[0].run == done.runs[0].run);
    CHECK(there.runs().size() == 1);
  }
}

TEST_CASE("what TensorBoard shows of an export is every number in single precision, and the settings") {
  if (!has_python("json")) SKIP("no python3");
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  export_tensorboard(homes.here, {id}, homes.out("events"));
  const fs::path file = fs::directory_iterator(homes.home / "events" / "run1")->path();
  CHECK_THAT(file.filename().string(), Contains("tfevents"));
  const json read = read_by("read_tfevents.py", file.string()).at(0);
  CHECK(read["version"] == "brain.Event:2");
  const Record record = homes.here.record(id);
  for (const auto& [metric, points] : record.metrics) {
    INFO(metric);
    const std::string tag = metric == "a/b" ? "a_b" : metric;
    CHECK(same(series(read["exact"][tag]), points));
    Series single = points;
    for (Point& p : single) p.value = static_cast<double>(static_cast<float>(p.value));
    CHECK(same(series(read["scalars"][tag]), single));
    CHECK(read["descriptions"][tag] == "per epoch");
  }
  CHECK(same(series(read["exact"]["system/seconds"]), record.telemetry.at("seconds")));
  CHECK(same(series(read["exact"]["train/objective"]), homes.here.steps(id).at("train/objective")));
  CHECK(same(series(read["exact"]["steps/train/loss"]), homes.here.steps(id).at("train/loss")));
  CHECK(read["hparams"]["text.number"] == "3");
  CHECK(read["hparams"]["truth"] == true);
  CHECK(read["hparams"]["real"] == 0.1);
  CHECK(read["status"] == 1);
}

TEST_CASE("what MLflow reads of an export are its experiment, parameters, metrics, tags, status and artifacts") {
  if (!has_python("yaml")) SKIP("no python3-yaml");
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  const std::int64_t failed = add_running(homes.here, 2, "failed");
  homes.here.end(failed, Status::failed, "out of memory");
  export_mlflow(homes.here, {id, failed}, homes.out("mlruns"), homes.out("mlruns"));
  const json read = read_by("read_mlruns.py", homes.out("mlruns"));
  CHECK(read["Default"]["runs"].empty());
  const json& runs = read["stored"]["runs"];
  REQUIRE(runs.size() == 2);
  const Record record = homes.here.record(id);
  const json& run = runs[record.run.uuid];
  CHECK(run["status"] == "FINISHED");
  CHECK(runs[homes.here.run(failed).uuid]["status"] == "FAILED");
  CHECK(run["name"] == record.run.name);
  CHECK(run["tags"]["mlflow.runName"] == record.run.name);
  CHECK(run["tags"]["mlflow.note.content"] == record.run.note);
  CHECK(run["tags"].contains("figure 2_ left"));
  CHECK(run["params"]["model"] == "small_cnn");
  CHECK(run["params"]["odd_ name_"] == "1");
  CHECK(run["params"]["odd_ name__2"] == "2");
  CHECK(run["params"]["odd_ name__of"] == "3");
  CHECK(run["params"]["text.lines"] == "a b  \"c\", d");
  CHECK(same(series(run["metrics"]["val/loss"]), record.metrics.at("val/loss")));
  CHECK(same(series(run["metrics"]["train/loss"]), record.metrics.at("train/loss")));
  CHECK(same(series(run["metrics"]["100 _"]), record.metrics.at("100 %")));
  CHECK(same(series(run["metrics"]["train/objective"]), homes.here.steps(id).at("train/objective")));
  CHECK(run["artifacts"] == json({"pictures/cam 1.txt", "weights.safetensors", "xp/run.json"}));
  CHECK_THAT(run["artifact_uri"].get<std::string>(), Contains("/mlruns/1/" + record.run.uuid));
}

TEST_CASE("folds stay with their parent, and a run goes as it was made again") {
  Homes homes;
  const std::int64_t parent = add_finished(homes.here, 1, "folds");
  NewRun fold;
  fold.experiment = "stored", fold.parent = parent, fold.role = "fold 1";
  const std::int64_t first = homes.here.add(fold);
  homes.here.start(first, this_process()), homes.here.end(first, Status::finished, "");
  NewRun again;
  again.experiment = "stored", again.rerun_of = parent;
  const std::int64_t rerun = homes.here.add(again);
  homes.here.start(rerun, this_process()), homes.here.end(rerun, Status::failed, "x");
  add_finished(homes.there, 5);
  export_json(homes.here, {first, parent, rerun}, homes.out("all.json"));
  const ImportedRuns done = import_json(homes.there, homes.out("all.json"));
  REQUIRE(done.runs.size() == 3);
  std::map<std::string, std::int64_t> is;
  for (const auto& run : done.runs) is[run.was] = run.run;
  CHECK(homes.there.run(is["run2"]).parent == is["run1"]);
  CHECK(homes.there.run(is["run2"]).role == "fold 1");
  CHECK(homes.there.run(is["run3"]).rerun_of == is["run1"]);
}

TEST_CASE("a run that was still running comes as one that was killed") {
  Homes homes;
  export_json(homes.here, {add_running(homes.here)}, homes.out("one.json"));
  const RunRow row = homes.there.run(import_json(homes.there, homes.out("one.json")).runs.at(0).run);
  CHECK(row.status == Status::killed);
  CHECK_THAT(row.reason, Contains("RUNNING when one.json was written"));
  CHECK(row.epochs == 3);
}

TEST_CASE("an artifact that is damaged here is given to no other tool") {
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  const Artifact artifact = homes.here.record(id).artifacts.at(0);
  write(homes.here.artifact_path(artifact), "another content");
  const std::string said = artifact.name + " is damaged";
  CHECK_THROWS_WITH(export_csv(homes.here, {id}, homes.out("csv")), Contains(said));
  CHECK_THROWS_WITH(export_mlflow(homes.here, {id}, homes.out("mlruns"), homes.out("mlruns")), Contains(said));
  CHECK_FALSE(fs::exists(homes.out("csv/artifacts/" + artifact.sha256)));
}

TEST_CASE("a CSV folder comes in whole or not at all") {
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  const std::string csv = homes.out("csv");
  export_csv(homes.here, {id}, csv);
  for (const char* table : {"runs", "metrics", "steps", "tags", "samples", "sources"}) {
    const std::string file = csv + "/" + table + ".csv", text = content(file);
    write(file, text.substr(0, text.rfind('\n', text.size() - 2) + 1));
    CHECK_THROWS_WITH(import_csv(homes.there, csv), Contains(table + std::string(".csv is not as it was written")));
    fs::remove(file);
    CHECK_THROWS_WITH(import_csv(homes.there, csv), Contains(table + std::string(".csv")));
    write(file, text);
  }
  fs::remove(csv + "/files.csv");
  CHECK_THROWS_WITH(import_csv(homes.there, csv), Contains("holds no files.csv"));
  CHECK(homes.there.runs().empty());
}

TEST_CASE("an export that was tampered with is refused, and nothing of it is kept") {
  Homes homes;
  const std::int64_t id = add_rich(homes.here);
  export_csv(homes.here, {id}, homes.out("csv"));
  const std::string sha = homes.here.record(id).artifacts.at(0).sha256;
  write(homes.home / "csv/artifacts" / sha, "something else");
  CHECK_THROWS_WITH(import_csv(homes.there, homes.out("csv")), Contains("not what its SHA-256 says"));
  CHECK(homes.there.runs().empty());
  export_json(homes.here, {id}, homes.out("one.json"));
  const std::string text = content(homes.out("one.json"));
  const struct {
    const char *was, *is, *said;
  } changes[] = {{"\"xp runs 1\"", "\"xp runs 2\"", "its format is \"xp runs 2\""},
                 {"\"status\":\"FINISHED\"", "\"status\":\"DONE\"", "\"DONE\" is not known"},
                 {"\"metrics\":[", "\"metrics\":[[", "one.json"},
                 {"\"sample\":", "\"sample\":-", "prediction is of sample"}};
  for (const auto& change : changes) {
    std::string other = text;
    const std::size_t at = other.find(change.was);
    REQUIRE(at != other.npos);
    other.replace(at, std::string(change.was).size(), change.is);
    write(homes.home / "one.json", other);
    CHECK_THROWS_WITH(import_json(homes.there, homes.out("one.json")), Contains(change.said));
  }
  write(homes.home / "one.json", text.substr(0, text.size() / 2));
  CHECK_THROWS_WITH(import_json(homes.there, homes.out("one.json")), Contains("line 2 is no JSON, or is cut short"));
  write(homes.home / "one.json", std::string(100000, '['));
  CHECK_THROWS_WITH(import_json(homes.there, homes.out("one.json")), Contains("nested too deeply"));
  CHECK(homes.there.runs().empty());
}

TEST_CASE("text that is no UTF-8, as a file's name may be, survives") {
  Homes homes;
  NewRun run;
  run.experiment = "stored", run.name = "caf\xe9";
  const std::int64_t id = homes.here.add(run);
  homes.here.start(id, this_process());
  homes.here.divide(id, {"A"}, {{"bad\xff.png", 0, Part::train, "", ""}}, {});
  homes.here.end(id, Status::finished, "");
  export_json(homes.here, {id}, homes.out("one.json"));
  const Record read = homes.there.record(import_json(homes.there, homes.out("one.json")).runs.at(0).run);
  CHECK(read.run.name == "caf\xe9");
  CHECK(read.samples.at(0).name == "bad\xff.png");
}
