#include "framework/run/imports/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t"), to = text.find_last_not_of(" \t");
  return from == text.npos ? "" : text.substr(from, to - from + 1);
}

std::vector<std::string> names_of(const std::vector<Role>& roles) {
  std::vector<std::string> out;
  for (const Role& role : roles) out.push_back(role.name);
  return out;
}

/// As written, else as people mean it.
std::optional<std::size_t> place_of(const std::vector<std::string>& cells, const std::string& column) {
  for (const bool exactly : {true, false})
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (exactly ? cells[i] == column : plain_name(cells[i]) == plain_name(column)) return i;
  return std::nullopt;
}

std::vector<std::string> names_in(const Csv& csv) {
  std::vector<std::string> out = csv.header.cells;
  for (std::size_t i = 0; i < out.size(); ++i)
    if (trimmed(out[i]).empty()) out[i] = i ? fmt::format("(column {})", i + 1) : "(the first column)";
  return out;
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Nothing but numbers, or a word that the column's own cells have as well; a header that is repeated is none the less.
bool is_data(const Csv& csv) {
  const auto& cells = csv.header.cells;
  if (std::all_of(cells.begin(), cells.end(), is_number)) return true;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!trimmed(cells[i]).empty() && !is_number(cells[i]) &&
        std::any_of(csv.rows.begin(), csv.rows.end(),
                    [&](const Csv::Row& row) { return row.cells[i] == cells[i] && row.cells != cells; }))
      return true;
  return false;
}

void check_header(const Csv& csv, const std::string& file) {
  if (is_data(csv))
    throw Error(fmt::format("{} has no header line? Its first line looks like data: {}", file,
                            shorten(printable(join(csv.header.cells)), 60)),
                "a first line such as image,label,prediction says what each column holds");
  for (std::size_t i = 0; i < csv.header.cells.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (csv.header.cells[i] == csv.header.cells[k] && !csv.header.cells[i].empty())
        throw Error(
            fmt::format("{} has two columns \"{}\", the {}. and the {}.", file, csv.header.cells[i], k + 1, i + 1),
            "give each a name of its own");
  if (csv.rows.empty())
    throw Error(fmt::format("{} has a header and no rows", file), "its columns are " + join(csv.header.cells));
}

}  // namespace

std::string plain_name(const std::string& column) {
  std::string out = trimmed(column);
  for (char& c : out) c = c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

Columns::Columns(const Csv& csv, const std::string& file, const std::vector<Role>& roles,
                 const std::map<std::string, std::string>& said)
    : csv_(csv), file_(file), roles_(roles), names_(names_in(csv)) {
  check_header(csv, file);
  const std::vector<std::string> known = names_of(roles);
  for (const auto& [role, column] : said) {
    if (std::find(known.begin(), known.end(), role) == known.end())
      throw Error(fmt::format("--column {}={}: no column is \"{}\"", role, column, role), suggestion(role, known));
    const auto place = place_of(names_, column);
    if (!place) throw Error(fmt::format("{} has no column \"{}\"", file, column), suggestion(column, names_));
    places_[role] = *place;
  }
  const auto taken = [&](std::size_t place) {
    return std::any_of(places_.begin(), places_.end(), [&](const auto& named) { return named.second == place; });
  };
  for (const Role& role : roles)
    for (const std::string& alias : role.aliases)
      if (const auto place = place_of(names_, alias); place && !places_.count(role.name) && !taken(*place))
        places_[role.name] = *place;
}

std::optional<std::size_t> Columns::find(const std::string& role) const {
  const auto known = places_.find(role);
  return known == places_.end() ? std::nullopt : std::optional(known->second);
}

std::size_t Columns::required(const std::string& role) const {
  if (const auto place = find(role)) return *place;
  const auto wanted = std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.name == role; });
  std::string near;
  for (const std::string& alias : wanted->aliases)
    if (near.empty()) near = nearest(alias, names_);
  throw Error(fmt::format("{} has no column \"{}\", only {}", file_, role, join(names_)),
              fmt::format("{}--column {}={} says which it is", near.empty() ? "" : "is it \"" + near + "\"? ", role,
                          near.empty() ? "NAME" : near));
}

std::vector<std::size_t> Columns::others() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < csv_.header.cells.size(); ++i)
    if (std::none_of(places_.begin(), places_.end(), [&](const auto& known) { return known.second == i; }))
      out.push_back(i);
  return out;
}

std::string Columns::where(const Csv::Row& row, std::size_t column) const {
  return fmt::format("{}, line {}, column {}", file_, row.line, name(column));
}

std::string Columns::cell(const Csv::Row& row, std::size_t column) const { return trimmed(row.cells[column]); }

bool Columns::is_missing(const Csv::Row& row, std::size_t column) const {
  const std::string plain = plain_name(cell(row, column));
  return plain.empty() || plain == "na" || plain == "n/a" || plain == "null" || plain == "none";
}

std::optional<double> Columns::number_if_any(const Csv::Row& row, std::size_t column) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::string text = cell(row, column);
  if (csv_.separator == ';' && text.find('.') == text.npos) std::replace(text.begin(), text.end(), ',', '.');
  const char *begin = text.data() + (text.starts_with('+') ? 1 : 0), *whole = text.data() + text.size();
  double value = 0;
  const auto [end, error] = std::from_chars(begin, whole, value);
  if (error == std::errc::result_out_of_range && end == whole)  // 1e-999 is as good as 0
    return text.find_first_of("eE") != text.npos && text[text.find_first_of("eE") + 1] == '-' ? 0
           : text.starts_with('-')                                                            ? -infinity
                                                                                              : infinity;
  return error == std::errc{} && end == whole ? std::optional(value) : std::nullopt;
}

double Columns::number(const Csv::Row& row, std::size_t column) const {
  if (const auto value = number_if_any(row, column)) return *value;
  const std::string text = cell(row, column);
  throw Error(text.empty() ? where(row, column) + " is empty"
                           : fmt::format("{}: \"{}\" is no number", where(row, column), shorten(printable(text), 40)));
}

}  // namespace xp
