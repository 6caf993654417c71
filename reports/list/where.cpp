#include "reports/list/where.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

/// Kleene's: and is the least, or the most, not the mirror image.
enum Truth : signed char { no, unknown, yes };
using Truths = std::vector<Truth>;
Truth truth(bool is) { return is ? yes : no; }

bool is_order(Relation c) { return c != Relation::equal && c != Relation::unequal && c != Relation::contains; }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// By the sign of a difference.
bool holds(Relation relation, int order) {
  switch (relation) {
    case Relation::equal: return order == 0;
    case Relation::unequal: return order != 0;
    case Relation::less: return order < 0;
    case Relation::at_most: return order <= 0;
    case Relation::more: return order > 0;
    case Relation::at_least: return order >= 0;
    case Relation::contains: break;
  }
  return false;
}

/// NaN equals NaN, and is in no order. What differs by rounding alone is equal: 90% is 0.9.
Truth compared(double a, Relation relation, double b) {
  if (std::isnan(a) || std::isnan(b)) {
    if (is_order(relation)) return unknown;
    return truth((std::isnan(a) && std::isnan(b)) == (relation == Relation::equal));
  }
  const bool same = a == b || std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
  return truth(holds(relation, same ? 0 : a < b ? -1 : 1));
}

Truth compared(const std::string& word, Relation relation, const std::string& wanted) {
  if (relation == Relation::contains) return truth(word.find(wanted) != std::string::npos);
  if (is_order(relation)) return unknown;
  return truth((word == wanted) == (relation == Relation::equal));
}

std::optional<double> number_of(const Value& value) {
  if (const auto* whole = value.get<std::int64_t>()) return static_cast<double>(*whole);
  if (const auto* real = value.get<double>()) return *real;
  return std::nullopt;
}

/// "run12" or "12", of a place that is named so.
std::optional<double> place_in(std::string_view text, const std::string& prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<double>(id);
}

/// "2026-11-20 09:24" is written with a T between; the Z of UTC may be left out.
std::string moment_in(const std::string& text) {
  std::string out = text;
  if (out.size() > 10 && out[10] == ' ') out[10] = 'T';
  if (out.ends_with('Z')) out.pop_back();
  return out;
}

/// Whole parts of "2026-11-20T09:24:00.123", from the year on: a year, a month, a day that there is, …
bool is_moment(const std::string& text) {
  static const std::string form = "0000-00-00T00:00:00.000";
  static const std::size_t ends[] = {4, 7, 10, 13, 16, 19, form.size()};
  if (std::find(std::begin(ends), std::end(ends), text.size()) == std::end(ends)) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (form[i] == '0' ? text[i] < '0' || '9' < text[i] : text[i] != form[i]) return false;
  const auto part = [&](std::size_t at, int otherwise) {
    return at < text.size() ? 10 * (text[at] - '0') + text[at + 1] - '0' : otherwise;
  };
  const std::chrono::year_month_day day{std::chrono::year(std::stoi(text.substr(0, 4))),
                                        std::chrono::month(static_cast<unsigned>(part(5, 1))),
                                        std::chrono::day(static_cast<unsigned>(part(8, 1)))};
  return day.ok() && part(11, 0) < 24 && part(14, 0) < 60 && part(17, 0) < 60;
}

/// A comparison that has a meaning for its field, and its answers.
class Compared {
 public:
  Compared(const std::string& text, const Condition& c, const Field& field)
      : c_(c), field_(field), word_(field.kind == Field::moment ? moment_in(c.value) : lower(c.value)) {
    const auto refuse = [&](std::size_t at, const std::string& what, const std::string& hint) {
      refuse_at(text, at, what, hint);
    };
    const std::string of = fmt::format("{} {}", c.name, name(c.relation));
    if (field.kind == Field::number || field.kind == Field::either) number_ = number_in(c.value);
    if (field.kind == Field::place) number_ = place_in(c.value, field.prefix);
    switch (field.kind) {
      case Field::number:
        if (c.relation == Relation::contains)
          refuse(c.at, c.name + " is a number", "compare it with = != < <= > or >=");
        if (!number_)
          refuse(c.value_at, fmt::format("\"{}\" is no number, and {} is one", c.value, c.name),
                 of + " 0.9, 1e-4 or 90%");
        break;
      case Field::place:
        if (c.relation == Relation::contains || !number_)
          refuse(c.relation == Relation::contains ? c.at : c.value_at, fmt::format("{} is a {}", c.name, field.prefix),
                 fmt::format("compare it with = != < <= > or >=: {} = {}12", c.name, field.prefix));
        break;
      case Field::word:
      case Field::words:
        if (is_order(c.relation)) refuse(c.at, c.name + " is a word", "compare it with =, != or ~ (contains)");
        break;
      case Field::moment:
        if (c.relation != Relation::contains && !is_moment(word_))
          refuse(c.value_at, fmt::format("\"{}\" is no date", c.value),
                 of + " 2026-11-20, or 2026-11-20T09:24 (UTC); 2026-11 and 2026 are dates too");
        break;
      case Field::either: break;
    }
  }

  Truth of(const Cell& cell) const {
    if (cell.empty()) return field_.kind != Field::words ? unknown : truth(c_.relation == Relation::unequal);
    bool any = false, all = true;
    for (const Value& value : cell) {
      const Truth one = of(value);
      if (one == unknown) return unknown;
      any |= one == yes, all &= one == yes;
    }
    return truth(c_.relation == Relation::unequal ? all : any);
  }

 private:
  Truth of(const Value& value) const {
    if (const auto number = number_of(value); number && number_ && c_.relation != Relation::contains)
      return compared(*number, c_.relation, *number_);
    if (field_.kind != Field::moment) return compared(lower(value.text()), c_.relation, word_);
    if (c_.relation == Relation::contains) return compared(value.text(), c_.relation, word_);
    return truth(holds(c_.relation, value.text().compare(0, word_.size(), word_)));
  }

  const Condition& c_;
  const Field& field_;
  std::string word_;
  std::optional<double> number_;
};

/// What is there to be asked for: a text that is not empty.
bool holds_something(const Cell& cell) {
  return std::any_of(cell.begin(), cell.end(), [](const Value& v) { return !v.text().empty(); });
}

class Judge {
 public:
  Judge(const std::string& text, const FieldNamed& field, std::size_t count)
      : text_(text), field_(field), count_(count) {}

  const Field& named(const Condition& c) const {
    std::string what, hint;
    try {
      return field_(c.name);
    } catch (const Error& e) {
      what = e.what(), hint = e.hint();
    }
    refuse_at(text_, c.at, what, hint);
  }

  Truths of(const Condition& c) const {
    Truths out;
    switch (c.kind) {
      case Condition::all:
      case Condition::any:
        out = of(c.of.front());
        for (std::size_t i = 1; i < c.of.size(); ++i) {
          const Truths other = of(c.of[i]);
          for (std::size_t r = 0; r < count_; ++r)
            out[r] = c.kind == Condition::all ? std::min(out[r], other[r]) : std::max(out[r], other[r]);
        }
        return out;
      case Condition::no:
        out = of(c.of.front());
        for (Truth& t : out) t = static_cast<Truth>(yes - t);
        return out;
      case Condition::has:
        for (const Cell& cell : named(c).cells) out.push_back(truth(holds_something(cell)));
        return out;
      case Condition::compare: {
        const Field& field = named(c);
        const Compared compared(text_, c, field);
        for (const Cell& cell : field.cells) out.push_back(compared.of(cell));
        return out;
      }
    }
    return out;
  }

 private:
  const std::string& text_;
  const FieldNamed& field_;
  std::size_t count_;
};

bool nobody_has(const Field& field) { return std::none_of(field.cells.begin(), field.cells.end(), holds_something); }

/// A share that is compared with 90 for 90 %.
bool takes_for_percent(const Condition& c, const Field& field) {
  const std::optional<double> wanted = number_in(c.value);
  return field.measured && wanted && *wanted > 1 && *wanted <= 100 &&
         std::all_of(field.cells.begin(), field.cells.end(), [](const Cell& cell) {
           return std::all_of(cell.begin(), cell.end(), [](const Value& value) {
             const std::optional<double> number = number_of(value);
             return !number || !(*number < 0 || *number > 1);
           });
         });
}

void remark_on(const Condition& c, const FieldNamed& field, std::vector<std::string>& out) {
  for (const Condition& part : c.of) remark_on(part, field, out);
  if (c.kind != Condition::has && c.kind != Condition::compare) return;
  const Field& named = field(c.name);
  if (nobody_has(named) && (named.measured || c.kind == Condition::has))
    return out.push_back(fmt::format("of these runs none has {}", c.name));
  if (c.kind == Condition::compare && takes_for_percent(c, named))
    out.push_back(
        fmt::format("{0} is at most 1 in all of these runs: {0} {1} {2}%", c.name, name(c.relation), c.value));
  if (c.kind != Condition::compare || c.relation != Relation::equal) return;
  if (named.kind != Field::word && named.kind != Field::words) return;
  std::vector<std::string> known;
  for (const Cell& cell : named.cells)
    for (const Value& value : cell) {
      if (lower(value.text()) == lower(c.value)) return;
      known.push_back(value.text());
    }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::erase(known, "");
  const std::string near = nearest_of(c.value, known);
  const std::string all = known.empty() ? "none has any" : known.size() <= 12 ? "known: " + join(known) : "";
  const std::string after = near.empty() ? all : near;
  out.push_back(fmt::format("no run has {} = \"{}\"{}{}", c.name, c.value, after.empty() ? "" : "; ", after));
}

void names_in(const Condition& c, std::vector<std::string>& out) {
  if (!c.name.empty()) out.push_back(c.name);
  for (const Condition& part : c.of) names_in(part, out);
}

}  // namespace

Where::Where(std::string text) : text_(std::move(text)), condition_(read_condition(text_)) {}

std::vector<std::size_t> Where::matching(const FieldNamed& field, std::size_t count) const {
  const Truths truths = Judge(text_, field, count).of(condition_);
  std::vector<std::size_t> out;
  for (std::size_t row = 0; row < count; ++row)
    if (truths[row] == yes) out.push_back(row);
  return out;
}

std::vector<Where> Where::joined() const {
  std::vector<Where> out;
  if (condition_.kind != Condition::all) return {*this};
  for (const Condition& part : condition_.of) out.push_back(Where(text_, part));
  return out;
}

std::vector<std::string> Where::names() const {
  std::vector<std::string> out;
  names_in(condition_, out);
  return out;
}

std::vector<std::string> Where::unheard(const FieldNamed& field) const {
  std::vector<std::string> out;
  remark_on(condition_, field, out);
  return out;
}

}  // namespace xp
