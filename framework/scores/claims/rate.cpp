#include "framework/scores/claims/rate.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"

namespace xp {
namespace {

std::int64_t rounded_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

constexpr int most_digits = 9;

}  // namespace

Span operator&(Span a, Span b) { return {std::max(a.low, b.low), std::min(a.high, b.high)}; }

bool ClaimedRate::fits(std::int64_t k, std::int64_t n) const { return numerators(n).contains(k); }

Span ClaimedRate::numerators(std::int64_t n) const {
  if (n == 0) return low == 0 ? Span{0, 0} : Span{0, -1};
  return {rounded_up(low * n, scale), high * n / scale};
}

Span ClaimedRate::denominators(std::int64_t k, std::int64_t most) const {
  if (k == 0) return low == 0 ? Span{0, most} : Span{0, -1};
  if (high == 0) return {0, -1};
  return {rounded_up(k * scale, high), low == 0 ? most : std::min(most, k * scale / low)};
}

ClaimedRate claimed_rate(const std::string& typed, const std::string& what, int digits) {
  std::string text = trimmed(typed);
  const std::string how = "a rate as it was published: 0.89, or in percent: 88, 99.01, 0.5%";
  const bool marked = !text.empty() && text.back() == '%';
  if (marked) text = trimmed(text.substr(0, text.size() - 1));
  if (text.find(',') != std::string::npos)
    throw Error(fmt::format("{}: \"{}\" has a comma", what, typed), "the decimal separator is a point: 0.89");
  if (!text.empty() && text[0] == '-') throw Error(fmt::format("{} {} is below 0", what, typed), how);
  const auto point = text.find('.');
  const std::string whole = text.substr(0, point), part = point == std::string::npos ? "" : text.substr(point + 1);
  const std::string all = whole + part;
  if (all.empty() || all.find_first_not_of("0123456789") != std::string::npos)
    throw Error(fmt::format("{}: \"{}\" is no number", what, typed), how);
  const int shown = static_cast<int>(part.size());
  if (std::max(shown, digits) > most_digits || whole.size() > 6)
    throw Error(fmt::format("{}: {} has too many digits", what, typed),
                fmt::format("at most {} after the point; a figure that was rounded has two or four", most_digits));
  std::int64_t value = std::stoll(all), unit = 1;  // the figure is value / unit
  for (int i = 0; i < shown; ++i) unit *= 10;
  if (!marked && shown == 0 && digits < 0 && value <= 1)
    throw Error(
        fmt::format("{} {}: a rate or percent, and to how many digits?", what, typed),
        fmt::format("write {}.00 for a rate, {} in percent, or add --digits", typed, value ? "1% or 100" : "0%"));
  const bool percent = marked || value > unit;
  if (value > (percent ? 100 * unit : unit)) throw Error(fmt::format("{} {} is over 100 %", what, typed), how);
  const int kept = digits < 0 ? shown : digits;
  for (int i = shown; i < kept; ++i) value *= 10, unit *= 10;
  std::int64_t half = 5;  // half a step of what is shown, in tenths of 1 / unit
  for (int i = kept; i < shown; ++i) half *= 10;
  const std::int64_t scale = 10 * unit * (percent ? 100 : 1);
  return {typed, std::max<std::int64_t>(0, 10 * value - half), std::min(scale, 10 * value + half), scale, 10 * value};
}

}  // namespace xp
