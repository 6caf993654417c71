#include "framework/store/bundle/differences.h"

#include <algorithm>

#include "framework/store/stretch.h"

namespace xp {
namespace {

/// What one home does to a run without changing what it is.
const std::vector<std::string> personal{"name",     "note",  "deleted", "stop_requested", "pid",    "process_start",
                                        "boot",     "host",  "sweep",   "place",          "parent", "role",
                                        "rerun_of", "split", "origin",  "status",         "reason", "epochs"};

std::string in_words(std::string table) {
  if (table == "stretches") return "values per batch";
  std::replace(table.begin(), table.end(), '_', ' ');
  return table;
}

/// By metric and by the attempt that recorded them, rising; of one step in the order of writing.
using Values = std::map<std::pair<std::string, std::int64_t>, Series>;

Values values_of(const Db& db, std::int64_t run) {
  Values out;
  db.rows(
      "SELECT n.name, s.replaced, s.first, s.last, s.stride, s.steps, s.\"values\" FROM stretches s JOIN metric_names "
      "n ON n.id = s.metric WHERE s.run = ? ORDER BY s.id",
      [&](Row r) {
        Series& all = out[{r.text(0), r.integer(1)}];
        const Series more = points(stretch(r, 2));
        all.insert(all.end(), more.begin(), more.end());
      },
      run);
  for (auto& [metric, series] : out)
    std::stable_sort(series.begin(), series.end(), [](const Point& a, const Point& b) { return a.at < b.at; });
  return out;
}

bool same(const Values& a, const Values& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first && same_series(x.second, y.second); });
}

/// By step; each as it is kept.
std::map<std::uint64_t, std::string> batch_hashes_of(const Db& db, std::int64_t run) {
  constexpr std::size_t size = 24;
  std::map<std::uint64_t, std::string> out;
  db.rows(
      "SELECT first, hashes FROM batch_hashes WHERE run = ?",
      [&](Row r) {
        const std::string all = r.text(1);
        for (std::size_t i = 0; i < all.size() / size; ++i)
          out[static_cast<std::uint64_t>(r.integer(0)) + i] = all.substr(i * size, size);
      },
      run);
  return out;
}

/// SHA-256 by name.
std::map<std::string, std::string> artifacts_of(const Db& db, std::int64_t run) {
  std::map<std::string, std::string> out;
  db.rows(
      "SELECT name, sha256 FROM artifacts WHERE run = ?", [&](Row r) { out[r.text(0)] = r.text(1); }, run);
  return out;
}

bool same_artifacts(const Db& bundle, std::int64_t was, const Db& db, const RunRow& here) {
  const auto known = artifacts_of(db, here.id);
  for (const auto& [name, hash] : artifacts_of(bundle, was)) {
    const auto found = known.find(name);
    if (found == known.end() ? here.origin.empty() : found->second != hash) return false;
  }
  return true;
}

bool same_rows(const StoredTable& table, const Db& bundle, std::int64_t was, const Db& db, const RunRow& here) {
  if (table.name == "tags") return true;  // are personal
  if (table.name == "stretches") return same(values_of(bundle, was), values_of(db, here.id));
  if (table.name == "batch_hashes") return batch_hashes_of(bundle, was) == batch_hashes_of(db, here.id);
  if (table.name == "artifacts") return same_artifacts(bundle, was, db, here);
  return content_of(bundle, table, "run", was) == content_of(db, table, "run", here.id);
}

/// A home's own run may have died; `here` says so.
bool same_state(const StoredTable& runs, const Db& bundle, std::int64_t was, const Db& db, const RunRow& here) {
  bool out = content_of(bundle, runs, "id", was, personal) == content_of(db, runs, "id", here.id, personal);
  bundle.rows(
      "SELECT status, epochs FROM runs WHERE id = ?",
      [&](Row r) { out &= r.text(0) == name(here.status) && r.integer(1) == here.epochs; }, was);
  return out;
}

}  // namespace

std::vector<std::string> differences(const Db& bundle, std::int64_t was, const Db& db, const RunRow& here,
                                     const StoredTables& tables) {
  std::vector<std::string> out;
  if (!same_state(tables.runs, bundle, was, db, here)) out.emplace_back("state");
  for (const StoredTable& table : tables.of_runs)
    if (!same_rows(table, bundle, was, db, here)) out.push_back(in_words(table.name));
  return out;
}

bool went_on(const Db& bundle, std::int64_t was, const RunRow& here) {
  bool out = false;
  bundle.rows(
      "SELECT ended, epochs FROM runs WHERE id = ?",
      [&](Row r) { out = r.text(0) != here.ended || r.integer(1) != here.epochs; }, was);
  return out;
}

}  // namespace xp
