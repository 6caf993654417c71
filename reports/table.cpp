#include "reports/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "framework/base/text.h"

namespace xp {
namespace {

constexpr int gap = 2;         // spaces between columns
constexpr int narrowest = 12;  // a text column is not shortened below this

const std::string& cell(const std::vector<std::string>& row, std::size_t i) {
  static const std::string empty;
  return i < row.size() ? row[i] : empty;
}

std::string one_line(const std::string& text) {
  std::string out = printable(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

std::vector<int> widths(const Table& table, const std::vector<std::vector<std::string>>& rows, int columns) {
  std::vector<int> wide;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    wide.push_back(width(one_line(table.columns[i].title)));
    for (const auto& row : rows) wide[i] = std::max(wide[i], width(row[i]));
  }
  int total = -gap;
  for (int w : wide) total += w + gap;
  while (columns > 0 && total > columns) {  // take one from the widest text column at a time
    int* widest = nullptr;
    for (std::size_t i = 0; i < wide.size(); ++i)
      if (table.columns[i].align == Align::left && !table.columns[i].whole && wide[i] > narrowest &&
          (!widest || wide[i] > *widest))
        widest = &wide[i];
    if (!widest) break;
    --*widest, --total;
  }
  return wide;
}

std::string line(const Table& table, const std::vector<std::string>& cells, const std::vector<int>& wide) {
  std::string out;
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const std::string text = shorten(cells[i], wide[i]);
    const std::string space(static_cast<std::size_t>(std::max(0, wide[i] - width(text))), ' ');
    if (i) out += std::string(gap, ' ');
    out += table.columns[i].align == Align::right ? space + text : text + space;
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + '\n';
}

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string quoted(std::string text) {
  if (text.find_first_of("=+-@\t") == 0 && !is_number(text)) text.insert(0, 1, '\'');  // no formula
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

std::string in_markdown(const std::string& text) {
  std::string out;
  for (char c : one_line(text)) {
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (c == '|' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// What LaTeX would obey, join to other characters, or lacks in its plain fonts, and how to write it.
std::string in_latex(const std::string& text) {
  static const std::vector<std::string> written = split(
      R"(\ \textbackslash{} & \& % \% $ \$ # \# _ \_ { \{ } \} ~ \textasciitilde{} ^ \textasciicircum{} )"
      R"(< \textless{} > \textgreater{} | \textbar{} " \textquotedbl{} ` \textasciigrave{} ' \textquotesingle{} )"
      R"([ {[} ] {]} * {*} -- -{}- – -- — --- … \ldots{} → $\rightarrow$ ↓ $\downarrow$ ± $\pm$ × $\times$ − $-$ · $\cdot$ ² $^2$)",
      ' ');
  std::string out;
  const std::string plain = one_line(text);
  for (std::string_view rest = plain; !rest.empty();) {
    std::size_t i = 0;
    while (i < written.size() && !rest.starts_with(written[i])) i += 2;
    const bool minus = rest.size() > 1 && rest[0] == '-' && std::isdigit(static_cast<unsigned char>(rest[1])) &&
                       (out.empty() || out.ends_with(' ') || out.ends_with('('));
    out += minus ? "$-$" : i < written.size() ? written[i + 1] : rest.substr(0, 1);
    rest.remove_prefix(i < written.size() ? written[i].size() : 1);
  }
  return out;
}

}  // namespace

std::string text_of(const Table& table, int columns) {
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(one_line(column.title));
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : table.rows) {
    rows.emplace_back();
    for (std::size_t i = 0; i < titles.size(); ++i) rows.back().push_back(one_line(cell(row, i)));
  }
  const std::vector<int> wide = widths(table, rows, columns);
  std::string out = line(table, titles, wide);
  for (const auto& row : rows) out += line(table, row, wide);
  return out;
}

std::string markdown_of(const Table& table) {
  std::string out = "|", rule = "|";
  for (const Column& column : table.columns) {
    out += ' ' + in_markdown(column.title) + " |";
    rule += column.align == Align::right ? " ---: |" : " --- |";
  }
  out += '\n' + rule + '\n';
  for (const auto& row : table.rows) {
    out += '|';
    for (std::size_t i = 0; i < table.columns.size(); ++i) out += ' ' + in_markdown(cell(row, i)) + " |";
    out += '\n';
  }
  return out;
}

std::string csv_of(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) out += (i ? "," : "") + quoted(table.columns[i].title);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) out += (i ? "," : "") + quoted(cell(row, i));
    out += "\r\n";
  }
  return out;
}

std::string latex_of(const Table& table) {
  std::string out = "\\begin{tabular}{";
  for (const Column& column : table.columns)
    out += column.share > 0               ? fmt::format("p{{{:.2f}\\linewidth}}", column.share)
           : column.align == Align::right ? "r"
                                          : "l";
  const auto line_of = [&](const auto& text) {
    std::string line;
    for (std::size_t i = 0; i < table.columns.size(); ++i) line += (i ? " & " : "") + in_latex(text(i));
    return line + " \\\\\n";
  };
  out += "}\n\\hline\n" + line_of([&](std::size_t i) { return table.columns[i].title; }) + "\\hline\n";
  for (const auto& row : table.rows) out += line_of([&](std::size_t i) { return cell(row, i); });
  return out + "\\hline\n\\end{tabular}\n";
}

}  // namespace xp
