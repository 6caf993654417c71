#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/base/text.h"
#include "reports/html/escape.h"
#include "reports/html/page.h"
#include "reports/pages/pages.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr std::size_t most = 2000;

/// Text, where it leads, and what it is sorted by where that is something else.
struct Cell {
  std::string text;
  std::string link{};
  std::string key{};
};
struct Linked {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

std::string html_of(const Cell& cell, bool first, const Column& column) {
  const bool time = column.title.ends_with("(UTC)");
  const std::string text = "<bdi>" + escaped(shorten(valid_utf8(cell.text), 160)) + "</bdi>";
  return fmt::format("<{}{}{}>{}</{}>", first ? "th scope=\"row\"" : "td",
                     column.align == Align::right ? " class=\"r\""
                     : time                       ? " class=\"time\""
                                                  : "",
                     cell.key.empty() ? "" : " data-sort=\"" + escaped(cell.key) + "\"",
                     cell.link.empty() ? text : fmt::format("<a href=\"{}\">{}</a>", escaped(cell.link), text),
                     first ? "th" : "td");
}

std::string html_of(const Linked& table, const std::string& caption) {
  std::string out = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table class=\"dense\" data-sortable "
      "data-filterable><thead><tr>",
      escaped(caption));
  for (const Column& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.align == Align::right ? " class=\"r\"" : "",
                       escaped(column.title));
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) out += html_of(row[i], i == 0, table.columns[i]);
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n</div>\n";
}

std::string key_of(double score) { return std::isfinite(score) ? fmt::format("{:.6f}", score) : ""; }

/// What people call a run by stands beside it, however narrow the screen.
void name_second(Linked& table, std::size_t name) {
  const auto move = [&](auto& row) {
    std::rotate(row.begin() + 1, row.begin() + static_cast<std::ptrdiff_t>(name),
                row.begin() + static_cast<std::ptrdiff_t>(name) + 1);
  };
  move(table.columns);
  for (auto& row : table.rows) move(row);
}

/// As xp list shows them, the latest first.
Linked run_table(std::vector<IndexEntry> runs) {
  std::stable_sort(runs.begin(), runs.end(),
                   [](const IndexEntry& a, const IndexEntry& b) { return a.row.run.id > b.row.run.id; });
  if (runs.size() > most) runs.resize(most);
  std::vector<ListRow> rows;
  for (const IndexEntry& entry : runs) {
    rows.push_back(entry.row);
    if (entry.candidate) rows.back().test_accuracy = std::numeric_limits<double>::quiet_NaN();
  }
  const Table listed = list_table(rows);
  Linked out{listed.columns, {}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const ListRow& row = rows[i];
    std::vector<Cell> cells;
    for (std::size_t c = 0; c < listed.columns.size(); ++c) {
      Cell cell{c < listed.rows[i].size() ? listed.rows[i][c] : ""};
      if (c == 0) cell.link = runs[i].page, cell.key = std::to_string(row.run.id);
      if (listed.columns[c].title.starts_with("epochs")) cell.key = std::to_string(row.run.epochs);
      if (listed.columns[c].title.starts_with("val")) cell.key = key_of(row.val_accuracy);
      if (listed.columns[c].title.starts_with("test")) cell.key = key_of(row.test_accuracy);
      cells.push_back(std::move(cell));
    }
    out.rows.push_back(std::move(cells));
  }
  name_second(out, listed.columns.size() - 1);
  return out;
}

std::string page_of(const Index& index, const std::string& what) {
  const auto found = index.pages.find(what);
  return found == index.pages.end() ? "" : found->second;
}

Linked sweep_table(const Index& index) {
  Linked out{{{"sweep"}, {"status"}, {"experiment"}, {"trials", Align::right}, {"begun (UTC)"}, {"name and title"}},
             {}};
  for (auto row = index.sweeps.rbegin(); row != index.sweeps.rend(); ++row)
    out.rows.push_back(
        {{sweep_name(row->id), page_of(index, sweep_name(row->id)), std::to_string(row->id)},
         {name(row->status)},
         {row->experiment},
         {std::to_string(row->trials)},
         {minute(row->created)},
         {row->name.empty() || row->title.empty() ? row->name + row->title : row->name + " · " + row->title}});
  return out;
}

/// Pages beside this one that are of no sweep: comparisons.
std::string comparisons(const Index& index) {
  std::string out;
  for (const auto& [title, link] : index.pages)
    if (std::none_of(index.sweeps.begin(), index.sweeps.end(),
                     [&, t = title](const SweepRow& s) { return sweep_name(s.id) == t; }))
      out += fmt::format("<li><a href=\"{}\"><bdi>{}</bdi></a></li>\n", escaped(link), escaped(title));
  return out.empty() ? "" : "<ul>\n" + out + "</ul>\n";
}

/// "43 finished, 2 running, 1 failed"
std::string counts(const Index& index) {
  std::map<Status, int> of;
  for (const IndexEntry& entry : index.runs) ++of[entry.row.run.status];
  std::vector<std::string> words;
  for (const auto& [status, word] : {std::pair{Status::finished, "finished"},
                                     {Status::running, "running"},
                                     {Status::scheduled, "scheduled"},
                                     {Status::failed, "failed"},
                                     {Status::killed, "killed"}})
    if (of[status]) words.push_back(fmt::format("{} {}", of[status], word));
  return join(words);
}

}  // namespace

std::string index_page(const Index& index, const Writing& writing) {
  Values values;
  const auto runs = static_cast<long long>(index.runs.size()), sweeps = static_cast<long long>(index.sweeps.size());
  const std::string compared = comparisons(index);
  values.set("count", counted(runs, "run") + (sweeps ? " and " + counted(sweeps, "sweep") : ""));
  values.set("has_counts", !index.runs.empty());
  values.set("counts", counts(index));
  values.set("has_links", sweeps > 0 || !compared.empty());
  values.set("has_sweeps", sweeps > 0);
  values.set("has_comparisons", !compared.empty());
  values.set("is_empty", index.runs.empty());
  values.set("is_cut", index.runs.size() > most);
  values.set("cut", fmt::format("Shown are the latest {}; xp list shows them all.", grouped(most)));
  return framed(
      {"Runs",
       rendered("index.mustache", values),
       {{"runs", "Runs",
         "The latest first, with accuracy and its 95 % interval; no test accuracy of a sweep's trials, for whoever "
         "sorts "
         "by it chooses by the test: the page of the sweep has that of its choice. Runs whose intervals overlap widely "
         "are not told "
         "apart "
         "by this list: xp compare does that on the same images. A run with a link has a page beside this one; xp "
         "report run12 writes one.",
         index.runs.empty() ? "" : html_of(run_table(index.runs), "Runs")},
        {"sweeps", "Sweeps", "xp report --sweep sweep3 writes the page of one.",
         index.sweeps.empty() ? "" : html_of(sweep_table(index), "Sweeps")},
        {"comparisons", "Comparisons", "Pages beside this one.", compared}},
       {}},
      writing);
}

}  // namespace xp
