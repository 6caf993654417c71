#include "framework/store/bundle/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <stdexcept>

#include "framework/base/hash.h"
#include "framework/base/text.h"

namespace xp {
namespace {

/// How the store was made; and a bundle's own.
const std::set<std::string> staying{"migrations", "bundle", "contents"};

std::vector<StoredTable> all_tables(const Db& db) {
  std::vector<StoredTable> out;
  db.rows(
      "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name "
      "NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid",
      [&](Row r) {
        if (out.empty() || out.back().name != r.text(0)) out.push_back({r.text(0), {}});
        out.back().columns.push_back(r.text(1));
      });
  return out;
}

std::string list(const StoredTable& table) {
  std::vector<std::string> quoted;
  for (const std::string& column : table.columns) quoted.push_back('"' + column + '"');
  return join(quoted);
}

/// Type and bytes, preceded by their length.
std::string canonical(const Cell& cell) {
  std::string bytes;
  if (auto* i = std::get_if<std::int64_t>(&cell))
    bytes.assign(reinterpret_cast<const char*>(i), sizeof *i);
  else if (auto* d = std::get_if<double>(&cell))
    bytes.assign(reinterpret_cast<const char*>(d), sizeof *d);
  else if (auto* t = std::get_if<std::string>(&cell))
    bytes = *t;
  else if (auto* b = std::get_if<Blob>(&cell))
    bytes = b->bytes;
  return fmt::format("{} {} ", cell.index(), bytes.size()) + bytes;
}

std::string metric_name(const Db& db, const Cell& id) {
  std::string out;
  db.rows(
      "SELECT name FROM metric_names WHERE id = ?", [&](Row r) { out = r.text(0); }, Cells{id});
  return out;
}

}  // namespace

std::optional<std::size_t> StoredTable::place(const std::string& column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

StoredTables tables_of(const Db& db) {
  StoredTables out;
  const std::map<std::string, StoredTable*> alone{{"runs", &out.runs},
                                                  {"splits", &out.splits},
                                                  {"sweeps", &out.sweeps},
                                                  {"trials", &out.trials},
                                                  {"metric_names", &out.metric_names},
                                                  {"source_texts", &out.source_texts}};
  for (StoredTable& table : all_tables(db))
    if (const auto known = alone.find(table.name); known != alone.end())
      *known->second = std::move(table);
    else if (table.place("run"))
      out.of_runs.push_back(std::move(table));
    else if (table.place("split"))
      out.of_splits.push_back(std::move(table));
    else if (!staying.count(table.name))
      throw std::logic_error("nobody said whether the table " + table.name + " travels with runs");
  return out;
}

void NumbersElsewhere::change(const StoredTable& table, Cells& cells) const {
  const std::map<std::string, const Map*> of{{"run", &runs},     {"parent", &runs},  {"rerun_of", &runs},
                                             {"split", &splits}, {"sweep", &sweeps}, {"metric", &metrics}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto map = of.find(table.columns[i]);
    const auto* was = std::get_if<std::int64_t>(&cells[i]);
    if (map == of.end() || !was) continue;
    const auto is = map->second->find(*was);
    cells[i] = is == map->second->end() ? Cell() : Cell(is->second);
  }
}

void rows_of(const Db& db, const StoredTable& table, const std::string& column, const Cell& key,
             const std::function<void(Cells)>& each) {
  db.rows(
      fmt::format("SELECT {} FROM {} WHERE {} = ?{}", list(table), table.name, column,
                  table.place("id") ? " ORDER BY id" : "")
          .c_str(),
      [&](Row r) { each(r.cells()); }, Cells{key});
}

void insert(Db& db, const StoredTable& table, const Cells& cells, bool or_ignore) {
  std::string marks = "?";
  for (std::size_t i = 1; i < cells.size(); ++i) marks += ", ?";
  db.run(fmt::format("INSERT {}INTO {} ({}) VALUES ({})", or_ignore ? "OR IGNORE " : "", table.name, list(table), marks)
             .c_str(),
         cells);
}

void copy(const Db& from, Db& to, const StoredTable& table, const std::string& column, std::int64_t key,
          const NumbersElsewhere& numbers, bool or_ignore) {
  rows_of(from, table, column, key, [&](Cells cells) {
    numbers.change(table, cells);
    if (const auto own = table.place("id")) cells[*own] = Cell();
    insert(to, table, cells, or_ignore);
  });
}

std::string content_of(const Db& db, const StoredTable& table, const std::string& column, std::int64_t key,
                       const std::vector<std::string>& without) {
  std::vector<std::string> rows;
  std::map<Cell, std::string> metrics;  // their numbers are each database's own
  rows_of(db, table, column, key, [&](const Cells& cells) {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string& name = table.columns[i];
      if (name == column || name == "id" || std::find(without.begin(), without.end(), name) != without.end()) continue;
      if (name != "metric") {
        row += canonical(cells[i]);
        continue;
      }
      const auto [known, is_new] = metrics.try_emplace(cells[i]);
      if (is_new) known->second = metric_name(db, cells[i]);
      row += canonical(known->second);
    }
    rows.push_back(std::move(row));
  });
  if (!table.place("id")) std::sort(rows.begin(), rows.end());
  Hasher all;
  for (const std::string& row : rows) all.add(row);
  return all.hex();
}

}  // namespace xp
