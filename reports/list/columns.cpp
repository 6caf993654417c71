#include "reports/list/columns.h"

#include <algorithm>

#include "framework/base/text.h"
#include "reports/json_parts.h"

namespace xp {
namespace {

constexpr int gap = 2, narrowest = 12;  // as text_of has them

std::size_t usual(const std::string& name) {
  const auto& all = usual_columns();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), name) - all.begin());
}

/// That text_of cannot go below.
int least_width(const Table& table, std::size_t column) {
  int most = width(printable(table.columns[column].title));
  for (const auto& row : table.rows)
    if (column < row.size()) most = std::max(most, width(printable(row[column])));
  const Column& c = table.columns[column];
  return c.align == Align::left && !c.whole ? std::min(most, narrowest) : most;
}

Json json_of(const Field& field, const Value& value) {
  if (field.kind == Field::place) return field.prefix + value.text();
  if (const auto* is = value.get<bool>()) return *is;
  if (const auto* whole = value.get<std::int64_t>()) return *whole;
  if (const auto* real = value.get<double>()) return number(*real);
  return value.text();
}

}  // namespace

const std::vector<std::string>& usual_columns() {
  static const std::vector<std::string> all{"run", "status", "experiment", "model", "epochs",
                                            "val", "test",   "started",    "about"};
  return all;
}

Table chosen_table(const std::vector<ListRow>& listed, const std::vector<std::size_t>& rows,
                   const std::vector<std::string>& names, const FieldNamed& field, bool exact) {
  const Table whole = list_table(listed);
  Table out;
  out.rows.resize(rows.size());
  for (const std::string& name : names) {
    const std::size_t place = usual(name);
    if (place < whole.columns.size() && !exact) {
      out.columns.push_back(whole.columns[place]);
      for (std::size_t i = 0; i < rows.size(); ++i) out.rows[i].push_back(whole.rows[i][place]);
      continue;
    }
    const Field& own = field(name);
    const bool is_number = own.kind == Field::number;
    out.columns.push_back({name, is_number ? Align::right : Align::left, is_number || own.kind == Field::moment});
    for (std::size_t i = 0; i < rows.size(); ++i) out.rows[i].push_back(text_of(own, own.cells[rows[i]], exact));
  }
  return out;
}

std::string json_of(const std::vector<std::size_t>& rows, const std::vector<std::string>& names,
                    const FieldNamed& field) {
  Json out = Json::array();
  for (const std::size_t row : rows) {
    Json run = Json::object();
    for (const std::string& name : names) {
      const Field& own = field(name);
      Json values = Json::array();
      for (const Value& value : own.cells[row]) values.push_back(json_of(own, value));
      run[name] = own.kind == Field::words ? values : values.empty() ? Json() : values[0];
    }
    out.push_back(std::move(run));
  }
  return dumped(out);
}

Fitted fitted(Table table, const std::vector<std::string>& names, int wide) {
  static const std::vector<std::string> first_to_go{"started", "experiment", "epochs", "model", "status", "about"};
  if (wide <= 0) return {std::move(table), {}};
  std::vector<int> least;
  int total = -gap;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    least.push_back(least_width(table, i)), total += least[i] + gap;
  std::vector<bool> gone(names.size());
  Fitted out;
  for (const std::string& name : first_to_go)
    for (std::size_t i = 0; i < names.size(); ++i)
      if (total > wide && names[i] == name) gone[i] = true, total -= least[i] + gap, out.left_out.push_back(name);
  const auto keep = [&](auto& cells) {
    for (std::size_t i = names.size(); i-- > 0;)
      if (gone[i] && i < cells.size()) cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(i));
  };
  keep(table.columns);
  for (auto& row : table.rows) keep(row);
  out.table = std::move(table);
  return out;
}

}  // namespace xp
