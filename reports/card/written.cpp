#include "reports/card/written.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "reports/html/escape.h"

namespace xp {
namespace {

constexpr int widest_scalar = 300;

std::string with(std::string text, std::string_view what, std::string_view instead) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += instead.size())
    text.replace(at, what.size(), instead);
  return text;
}

/// What a line must not begin with, lest it become a heading, a list or an underline.
std::string not_a_block(std::string line) {
  const auto ends_word = [&](std::size_t at) { return at >= line.size() || line[at] == ' '; };
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (line.find_first_of("#=") == 0 || (line.find_first_of("+-") == 0 && ends_word(1))) return "\\" + line;
  if (digits && digits < line.size() && (line[digits] == '.' || line[digits] == ')') && ends_word(digits + 1))
    line.insert(digits, "\\");
  return line;
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + cell + " |";
  return out + "\n";
}

}  // namespace

std::string plain_line(std::string_view text, int columns) {
  std::string out = with(valid_utf8(text), "\n", " ");
  out = with(with(out, "\u2028", " "), "\u2029", " ");
  out = with(with(out, "\uFFFE", "\uFFFD"), "\uFFFF", "\uFFFD");
  return shorten(printable(out), columns);
}

std::string as_markdown(std::string_view text) {
  std::string out;
  for (const char c : plain_line(text)) {
    if (c == '&' || c == '<' || c == '>') {
      out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
      continue;
    }
    if (std::string_view("\\`*_[]{}|~$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return not_a_block(std::move(out));
}

std::string as_markdown(const Table& table) {
  std::vector<std::string> titles, rules;
  for (const Column& column : table.columns) {
    titles.push_back(as_markdown(column.title));
    rules.push_back(column.align == Align::right ? "---:" : "---");
  }
  std::string out = line_of(titles) + line_of(rules);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < titles.size(); ++i) cells.push_back(i < row.size() ? as_markdown(row[i]) : "");
    out += line_of(cells);
  }
  return out;
}

std::string as_code(std::string_view text) {
  const std::string shown = printable(valid_utf8(text));
  std::size_t longest = 2, run = 0;
  for (const char c : shown) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  return fence + "sh\n" + shown + (shown.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string as_yaml(std::string_view text) {
  return nlohmann::json(plain_line(text, widest_scalar)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace xp
