// The store's knowledge of runs that are parts of another: folds and controls.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

#include "framework/base/error.h"
#include "framework/store/db.h"
#include "framework/store/store.h"

namespace xp {
namespace {

/// Folds before controls, "fold 2" before "fold 10".
auto order_of(const Child& child) {
  std::size_t digits = 0;
  while (digits < child.role.size() && std::isdigit(static_cast<unsigned char>(child.role.rbegin()[digits]))) ++digits;
  const std::string words = child.role.substr(0, child.role.size() - digits);
  return std::tuple(child.is_control(), words, digits, child.role);
}

/// Samples of a fold, all in the part that trains.
std::vector<StoredSample> undivided(const Db& db, std::int64_t split) {
  std::vector<StoredSample> out;
  db.rows(
      "SELECT name, label, grp, sha256 FROM split_samples WHERE split = ? ORDER BY sample",
      [&](Row r) {
        out.push_back({r.text(0), static_cast<int>(r.integer(1)), Part::train, r.text(2), r.text(3)});
      },
      split);
  return out;
}

bool same_data(const std::vector<StoredSample>& a, const std::vector<StoredSample>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const StoredSample& x, const StoredSample& y) {
    return x.name == y.name && x.label == y.label && x.sha256 == y.sha256;
  });
}

/// Findings of a fold's audit, without their samples.
std::vector<Audit::Finding> findings_of(const Db& db, std::int64_t run) {
  std::vector<Audit::Finding> out;
  db.rows(
      "SELECT grade, name, sentence, advice FROM findings WHERE run = ? ORDER BY place",
      [&](Row r) {
        out.push_back({static_cast<Audit::Grade>(r.integer(0)), r.text(1), r.text(2), r.text(3), {}});
      },
      run);
  return out;
}

/// What the audits of the folds found, each finding once; one that is not the same in all says whose it is.
std::vector<Audit::Finding> findings_of(const Db& db, const std::vector<Child>& folds) {
  std::vector<Audit::Finding> out;
  std::map<std::string, std::size_t> times;
  for (const Child& fold : folds)
    for (const Audit::Finding& f : findings_of(db, fold.run)) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const auto& o) { return o.name == f.name; });
      if (!known) out.push_back(f), out.back().samples = {fold.role};
      for (const Audit::Finding& o : out) times[f.name] += o.name == f.name && o.sentence == f.sentence;
    }
  for (Audit::Finding& f : out) {
    if (times[f.name] < folds.size()) f.sentence += fmt::format(" ({})", f.samples[0]);
    f.samples.clear();
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.grade > b.grade; });
  return out;
}

}  // namespace

std::vector<Child> Store::children(std::int64_t run) const {
  std::map<std::string, Child> latest;
  for (const RunRow& row :
       select("parent = ?1 AND (deleted = '' OR deleted = (SELECT deleted FROM runs WHERE id = ?1))", run))
    latest[row.role] = {row.id, row.role, row.status, row.chosen_epoch, row.test_images, {}};
  std::vector<Child> out;
  for (auto& [role, child] : latest) {
    db_->rows(
        "SELECT n.name, m.value FROM metrics m CROSS JOIN metric_names n ON n.id = m.metric WHERE m.run = ? AND "
        "m.epoch "
        "= ? AND (n.name LIKE 'val/%' OR n.name LIKE 'test/%')",
        [&, into = &child](Row r) { into->scores[r.text(0)] = r.real(1); }, child.run, child.chosen_epoch);
    for (const auto& [id, accuracy] : at_last("train/accuracy", {child.run})) child.scores["train/accuracy"] = accuracy;
    out.push_back(std::move(child));
  }
  std::sort(out.begin(), out.end(), [](const Child& a, const Child& b) { return order_of(a) < order_of(b); });
  return out;
}

/// Nothing of the test where an image is in two of them, or where the folds saw other images than each other.
void Store::pool(Record& record) const {
  std::vector<StoredSample> samples;
  std::vector<Prediction> test;
  std::set<int> tested;
  std::vector<Child> folds = record.children;
  std::erase_if(folds, [](const Child& child) { return child.is_control(); });
  record.findings = findings_of(*db_, folds);
  for (const Child& fold : folds) {
    std::int64_t split = 0;
    db_->rows(
        "SELECT coalesce(split, 0) FROM runs WHERE id = ?", [&](Row r) { split = r.integer(0); }, fold.run);
    if (!split) continue;
    if (record.classes.empty())
      db_->rows(
          "SELECT name FROM split_classes WHERE split = ? ORDER BY label",
          [&](Row r) { record.classes.push_back(r.text(0)); }, split);
    const std::vector<StoredSample> seen = undivided(*db_, split);
    if (samples.empty()) samples = seen;
    if (!same_data(samples, seen)) return;
    bool twice = false;
    db_->rows(
        "SELECT sample, label, probabilities FROM predictions WHERE run = ? AND part = ? ORDER BY sample",
        [&](Row r) {
          test.push_back({static_cast<int>(r.integer(0)), static_cast<int>(r.integer(1)), r.reals(2)});
          twice |= !tested.insert(test.back().sample).second;
        },
        fold.run, static_cast<int>(Part::test));
    if (twice) return;
  }
  std::sort(test.begin(), test.end(), [](const Prediction& a, const Prediction& b) { return a.sample < b.sample; });
  for (const int sample : tested) samples.at(static_cast<std::size_t>(sample)).part = Part::test;
  record.samples = std::move(samples);
  record.test = std::move(test);
}

void Store::remove(std::int64_t id) {
  const RunRow row = run(id);
  if (row.parent && !row.role.starts_with("control "))
    throw Error(
        fmt::format("{} is {} of {}, which is nothing without it", run_name(id), row.role, run_name(row.parent)),
        fmt::format("xp delete {} hides all of it", run_name(row.parent)));
  if (row.status == Status::running) throw Error(run_name(id) + " is running", "xp stop " + run_name(id) + " first");
  for (const RunRow& child : select("parent = ?", id))
    if (child.status == Status::running)
      throw Error(fmt::format("{}, {} of {}, is running", run_name(child.id), child.role, run_name(id)),
                  "xp stop " + run_name(id) + " first");
  db_->run("UPDATE runs SET deleted = ? WHERE (id = ? OR parent = ?) AND deleted = ''", utc_now(), id, id);
}

/// With what was hidden by the same command; a control that was hidden before stays so.
void Store::restore(std::int64_t id) {
  const RunRow row = run(id);
  if (row.parent && !run(row.parent).deleted.empty())
    throw Error(fmt::format("{} is {} of {}, which is deleted", run_name(id), row.role, run_name(row.parent)),
                fmt::format("xp restore {} brings all of it back", run_name(row.parent)));
  db_->run("UPDATE runs SET deleted = '' WHERE id = ? OR (parent = ? AND deleted = ?)", id, id, row.deleted);
}

}  // namespace xp
