#include "reports/html/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/html/escape.h"

namespace xp {
namespace {

const std::string& cell(const std::vector<std::string>& row, std::size_t i) {
  static const std::string empty;
  return i < row.size() ? row[i] : empty;
}

/// A class name where there is little room, whole on hover.
std::string brief(const std::string& name, int columns) {
  const std::string valid = valid_utf8(name);
  return width(valid) <= columns ? fmt::format("<bdi>{}</bdi>", escaped(valid))
                                 : fmt::format("<bdi title=\"{}\">{}</bdi>", escaped(shorten(valid, 300)),
                                               escaped(shorten(valid, columns)));
}

/// What sums up the rows above it, as the tables of this project call it; sorting leaves it last.
bool is_total(const std::vector<std::string>& row) { return cell(row, 0) == "all" || cell(row, 0) == "mean ± sd"; }

std::string scrolling(const std::string& caption, const std::string& table) {
  return fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
                     escaped(caption), table);
}

}  // namespace

std::string html_of(const Table& table, const std::string& caption, Narrow narrow) {
  if (table.rows.empty()) return "<p class=\"hint\">None recorded.</p>\n";
  std::string out = narrow == Narrow::stacks ? "<table class=\"stacks\"><thead><tr>" : "<table><thead><tr>";
  for (const Column& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.align == Align::right ? " class=\"r\"" : "",
                       brief(column.title, 60));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += &row == &table.rows.back() && is_total(row) ? "<tr class=\"total\">" : "<tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      out += i == 0 ? fmt::format("<th scope=\"row\"><bdi>{}</bdi></th>", escaped(cell(row, i)))
                    : fmt::format("<td{}><bdi>{}</bdi></td>",
                                  table.columns[i].align == Align::right ? " class=\"r\"" : "", escaped(cell(row, i)));
    out += "</tr>\n";
  }
  return scrolling(caption, out + "</tbody></table>\n");
}

std::string html_of(const Confusion& confusion, const std::vector<std::string>& classes) {
  if (!confusion.total()) return "";
  const auto named = [&](int c, int columns) { return brief(classes.at(static_cast<std::size_t>(c)), columns); };
  std::string out = "<table class=\"confusion\"><thead><tr><th scope=\"col\">truth</th>";
  for (int c = 0; c < confusion.classes(); ++c) out += fmt::format("<th scope=\"col\">{}</th>", named(c, 18));
  out += "</tr></thead>\n<tbody>\n";
  for (int truth = 0; truth < confusion.classes(); ++truth) {
    const auto support = confusion.support(truth);
    out += fmt::format("<tr><th scope=\"row\">{}</th>", named(truth, 24));
    for (int said = 0; said < confusion.classes(); ++said) {
      const auto n = confusion.at(truth, said);
      const double share = support ? static_cast<double>(n) / static_cast<double>(support) : 0;
      out += fmt::format("<td class=\"{}\" style=\"--share:{:.2f}\"><b>{}</b><small>{}</small></td>",
                         truth == said ? "right" : "wrong", share, n, support ? decimal(100 * share, 0) + " %" : "–");
    }
    out += "</tr>\n";
  }
  return scrolling("Confusion matrix", out + "</tbody></table>\n");
}

}  // namespace xp
