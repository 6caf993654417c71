// What lists ask of many runs at once, answered by indices: never every epoch, never a whole record.
#include <fmt/format.h>

#include <algorithm>

#include "framework/store/db.h"
#include "framework/store/store.h"

namespace xp {
namespace {

using Ids = std::vector<std::int64_t>;

/// Of many the stretch in which they are: others of it come too.
std::string among(const Ids& ids) {
  if (ids.size() <= 1000) return fmt::format("IN ({})", fmt::join(ids, ", "));
  const auto [first, last] = std::minmax_element(ids.begin(), ids.end());
  return fmt::format("BETWEEN {} AND {}", *first, *last);
}

constexpr const char* shown(bool deleted) { return deleted ? "deleted > ''" : "deleted = ''"; }

Ids read_ids(const Db& db, const std::string& sql) {
  Ids out;
  db.rows(sql.c_str(), [&](Row r) { out.push_back(r.integer(0)); });
  std::sort(out.begin(), out.end());  // an index has them in another order
  return out;
}

/// Which of the runs: few are looked up; of many, the index that lists are made from is read, since between the other
/// columns of `runs` lie the plans; of very many all come.
std::string from(const Ids& ids) {
  if (ids.size() <= 100)
    return fmt::format("runs CROSS JOIN metrics m WHERE runs.id IN ({}) AND ", fmt::join(ids, ", "));
  const std::string all = "runs INDEXED BY runs_in_lists CROSS JOIN metrics m WHERE ";
  return ids.size() > 5000 ? all : all + fmt::format("+runs.id IN ({}) AND ", fmt::join(ids, ", "));
}

/// One seek a run, in one statement: each of its own would take its locks anew. `epoch` is SQL of a column of `runs`.
/// CROSS JOIN fixes the order, run by run: left to itself SQLite may read every epoch of every run.
std::map<std::int64_t, double> at_epoch(const Db& db, const std::string& epoch, const std::string& metric,
                                        const std::string& runs) {
  std::map<std::int64_t, double> out;
  std::int64_t id = 0;
  db.rows(
      "SELECT id FROM metric_names WHERE name = ?", [&](Row r) { id = r.integer(0); }, metric);
  if (!id) return out;
  db.rows(
      fmt::format("SELECT runs.id, m.value FROM {} m.run = runs.id AND m.metric = ? AND m.epoch = {}", runs, epoch)
          .c_str(),
      [&](Row r) { out.emplace_hint(out.end(), r.integer(0), r.real(1)); }, id);
  return out;
}

constexpr const char* last_epoch = "(SELECT max(epoch) FROM metrics WHERE run = runs.id)";

}  // namespace

std::vector<std::int64_t> Store::ids(bool deleted, bool parts) const {
  return read_ids(*db_,
                  fmt::format("SELECT id FROM runs WHERE {}{}", shown(deleted), parts ? "" : " AND parent IS NULL"));
}

std::vector<std::int64_t> Store::with_parts(const Ids& runs, bool deleted) const {
  if (runs.empty()) return {};
  const std::string named = fmt::format("{}", fmt::join(runs, ", "));
  return read_ids(
      *db_, fmt::format("SELECT id FROM runs WHERE {0} AND (id IN ({1}) OR parent IN ({1}))", shown(deleted), named));
}

std::vector<RunRow> Store::runs(const Ids& ids) const {
  if (ids.empty()) return {};
  std::vector<RunRow> out = select("? AND id " + among(ids), 1);
  Ids wanted = ids;
  std::sort(wanted.begin(), wanted.end());
  std::erase_if(out, [&](const RunRow& run) { return !std::binary_search(wanted.begin(), wanted.end(), run.id); });
  return out;
}

std::map<std::int64_t, double> Store::at_chosen(const std::string& metric) const {
  return at_epoch(*db_, "runs.chosen_epoch", metric, "runs INDEXED BY runs_in_lists CROSS JOIN metrics m WHERE");
}

std::map<std::int64_t, double> Store::at_chosen(const std::string& metric, const Ids& runs) const {
  return at_epoch(*db_, "runs.chosen_epoch", metric, from(runs));
}

std::map<std::int64_t, double> Store::at_last(const std::string& metric, const Ids& runs) const {
  return at_epoch(*db_, last_epoch, metric, from(runs));
}

std::map<std::int64_t, Value> Store::setting(const std::string& name) const {
  std::map<std::int64_t, Value> out;  // both from the index by name and value, which does not hold the type
  db_->rows(
      "SELECT run, value FROM settings WHERE name = ?", [&](Row r) { out.emplace(r.integer(0), r.value(1)); }, name);
  db_->rows(
      "SELECT run, value FROM settings WHERE name = ? AND value IN (0, 1) AND is_bool",
      [&](Row r) { out.insert_or_assign(r.integer(0), Value(r.integer(1) != 0)); }, name);
  return out;
}

std::vector<std::string> Store::metric_names() const {
  std::vector<std::string> out;
  db_->rows("SELECT name FROM metric_names ORDER BY name", [&](Row r) { out.push_back(r.text(0)); });
  return out;
}

std::vector<std::string> Store::setting_names() const {
  std::vector<std::string> out;
  db_->rows(  // from each name to the next in the index: DISTINCT would read all
      "WITH RECURSIVE names(name) AS (SELECT min(name) FROM settings UNION ALL SELECT (SELECT min(name) FROM settings"
      " WHERE name > names.name) FROM names WHERE names.name IS NOT NULL) SELECT name FROM names WHERE name IS NOT "
      "NULL",
      [&](Row r) { out.push_back(r.text(0)); });
  return out;
}

}  // namespace xp
