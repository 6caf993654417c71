// Runs with something of everything, and homes between which they travel.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <string>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/store/bundle/seal.h"
#include "framework/store/store.h"
#include "reports/json.h"
#include "tests/support/plans.h"

namespace xp::test {

using Counts = std::map<std::string, std::int64_t>;

inline NewRun whole_run(const std::string& experiment = "spine") {
  NewRun r;
  r.experiment = experiment, r.title = "Is it?", r.plan = "{}", r.identity = "id", r.fingerprint = "data";
  r.epochs_planned = 3, r.name = "ours", r.note = "of a spine", r.tags = {"first", "second"};
  r.settings = {{"model", "resnet"}, {"rate", NAN},  {"bound", -INFINITY},
                {"depth", 18},       {"deep", true}, {"share", 3.0},
                {"text", "12"},      {"empty", ""},  {"least", std::numeric_limits<std::int64_t>::min()}};
  r.environment = {{"cpu", "a fast one"}, {"threads", 2}, {"quiet", false}};
  r.sources = {{"/a/e.cpp", sha256("int main() {}"), "int main() {}"}};
  return r;
}

inline std::vector<StoredSample> three_samples() {
  return {{"a/1.jpg", 0, Part::train, "", "s1"},
          {"a/2, \"odd\".jpg", 0, Part::test, "p1", "s2"},
          {"b/é.jpg", 1, Part::validation, "", "s3"}};
}

inline void add_epoch(Store& store, std::int64_t id, int n, double loss) {
  Hashes hashes;
  for (int i = 0; i < 2; ++i) hashes.batches.push_back({2 * n - 1 + i, 1, 2, std::uint64_t(n) << 60});
  hashes.tensors = {{"conv.weight", std::uint64_t(n)}, {"head.bias", ~std::uint64_t{0}}};
  store.epoch(id, n, {{"train/loss", loss}, {"val/loss", n == 2 ? NAN : INFINITY}}, {{"seconds", 2.5}},
              {{"train/objective", {2 * n - 1, NAN}}, {"train/objective", {2 * n, -INFINITY}}}, hashes);
}

/// FINISHED at its second attempt, with something of everything.
inline std::int64_t add_whole(Store& store, NewRun run = whole_run()) {
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  store.divide(id, {"a", "b"}, three_samples(), {"b/bad.jpg: cut short"});
  store.remarks(id, {"drawn anew: head"});
  store.findings(id, {{Audit::Grade::leak, "near copies", "1 pair.", "Keep one.", {"a = b", "c = d"}}});
  for (int n = 1; n <= 3; ++n) add_epoch(store, id, n, 1.0 / n);
  add_epoch(store, id, 3, 0.25);  // again, with another loss
  store.log(id, {{"rate", {{7, 0.1}, {3, 0.2}, {3, 0.3}}}});
  store.end(id, Status::failed, "the power went");
  store.resume(id, this_process(), 2, 4);
  add_epoch(store, id, 3, 0.3);
  store.scored(id, Part::validation, 3, {{2, 1, {0.25, 0.75}}}, {});
  store.scored(id, Part::test, 3, {{1, 0, {1.0 / 3, 2.0 / 3}}}, {{"test/accuracy", 0}});
  store.artifact(id, "weights.safetensors", std::string("\0\1\2", 3));
  store.artifact(id, "pictures/odd \"name\".jpg", std::string(1000, 'x'));
  store.artifact(id, "empty", "");
  store.chosen(id, 3);
  store.end(id, Status::finished, "");
  return id;
}

/// With a fold and a control.
inline std::int64_t add_parent(Store& store) {
  NewRun parent = whole_run("parent");
  const std::int64_t id = store.add(parent);
  for (const char* role : {"fold 1", "control majority"}) {
    NewRun part = whole_run("parent");
    part.parent = id, part.role = role;
    add_whole(store, part);
  }
  store.end(id, Status::finished, "");
  return id;
}

/// Of two trials; the second was a run that had FINISHED before.
inline std::int64_t add_sweep(Store& store, std::int64_t before) {
  const std::int64_t sweep = store.add_sweep({"spine", "Which?", "wide", "hash of the sweep", "{}"});
  store.add_trials(sweep, {{1, "{}", "id"}, {2, "{}", "id", 0, 0, "", before}});
  NewRun trial = whole_run();
  trial.sweep = sweep, trial.place = 1;
  add_whole(store, trial);
  store.end_sweep(sweep, Status::finished, "");
  return sweep;
}

inline Counts counts(const std::string& home) {
  SQLite::Database db(home + "/xp.db");
  Counts out;
  SQLite::Statement tables(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    out[table] = db.execAndGet("SELECT count(*) FROM " + table).getInt64();
  }
  return out;
}

/// All that is told of it, whatever its numbers.
inline std::string told(const Store& store, std::int64_t id) {
  Record r = store.record(id);
  std::string out;
  for (const auto& [metric, series] : store.steps(id))
    for (const Point& p : series) out += metric + " " + std::to_string(p.at) + " " + std::to_string(p.value) + "\n";
  for (const BatchHashes& b : store.batch_hashes(id))
    out += std::to_string(b.step) + " " + std::to_string(b.order) + " " + std::to_string(b.pixels) + " " +
           std::to_string(b.loss) + "\n";
  for (const auto& [at, tensors] : store.tensor_hashes(id))
    for (const TensorHash& t : tensors)
      out += std::to_string(at) + " " + t.tensor + " " + std::to_string(t.values) + "\n";
  for (const Artifact& a : r.artifacts) out += a.name + " " + sha256(read_file(store.artifact_path(a))) + "\n";
  r.run.id = r.run.parent = r.run.rerun_of = r.run.sweep = r.run.place = 0;
  r.run.origin.clear();
  for (Child& child : r.children) child.run = 0;
  return out + json_of(r);
}

inline std::string refusal(Store& store, const std::string& file) {
  try {
    store.unpack(file);
  } catch (const Error& e) {
    return e.whole();
  }
  return "accepted";
}

struct Homes {
  TemporaryFolder root;
  explicit Homes(const std::string& name) : root(name) {}
  std::string file = root / "spine.xprun";
  Store here{root / "here", Store::Access::write};
  Store there{root / "there", Store::Access::write};

  bool untouched() const {
    const Counts all = counts(root / "there");
    for (const auto& [table, count] : all)
      if (table != "migrations" && count) return false;
    return !std::filesystem::exists(root.path / "there/artifacts");
  }
  /// The bundle, changed by SQL and sealed again: what somebody with a bad intent can make.
  void tamper(const std::string& sql) const {
    const std::string open = root / "open";
    copy_sealed(file, open);
    SQLite::Database(open, SQLite::OPEN_READWRITE).exec("PRAGMA writable_schema = ON; " + sql);
    seal(open, file);
    std::filesystem::remove(open);
  }
};

}  // namespace xp::test
