#include "framework/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace xp {
namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (char c : name)
    out += c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
int distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

struct CodePoint {
  char32_t value;
  std::size_t size;  // bytes
};

/// The code point at the front; a byte that is no UTF-8 stands for itself.
CodePoint first_of(std::string_view utf8) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const std::size_t size = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (size == 1 || size > utf8.size()) return {byte(0), 1};
  char32_t value = byte(0) & (0x7F >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {byte(0), 1};
    value = value << 6 | (byte(i) & 0x3F);
  }
  return {value, size};
}

struct Range {
  char32_t first, last;
};
template <std::size_t N>
bool among(char32_t c, const Range (&ranges)[N]) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](const Range& r) { return r.first <= c && c <= r.last; });
}

/// What steers a terminal or turns the order of its text: C0 and C1 controls, bidirectional overrides.
bool is_control(char32_t c) {
  static constexpr Range ranges[] = {{0, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};
  return among(c, ranges);
}

/// East Asian wide characters and pictures take two columns, combining marks none (Unicode 15, UAX 11, in outline).
int columns_of(char32_t c) {
  static constexpr Range none[] = {{0x300, 0x36F}, {0x200B, 0x200D}, {0xFE00, 0xFE0F}};
  static constexpr Range wide[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                                   {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                   {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
  return is_control(c) || among(c, none) ? 0 : among(c, wide) ? 2 : 1;
}

/// The longest front that takes at most so many columns.
std::string_view front(std::string_view utf8, int columns) {
  std::size_t end = 0;
  while (end < utf8.size()) {
    const CodePoint c = first_of(utf8.substr(end));
    if ((columns -= columns_of(c.value)) < 0) break;
    end += c.size;
  }
  return utf8.substr(0, end);
}

/// The shortest back for which what lies before it takes at least so many columns.
std::string_view without_front(std::string_view utf8, int columns) {
  while (!utf8.empty() && columns > 0) {
    const CodePoint c = first_of(utf8);
    columns -= columns_of(c.value);
    utf8.remove_prefix(c.size);
  }
  return utf8;
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string wanted = folded(name);
  std::string best;
  int best_distance = std::max(2, static_cast<int>(wanted.size()) / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::string other = folded(candidate);
    int d = distance(wanted, other);
    if (wanted.size() >= 3 && other.find(wanted) != std::string::npos)
      d = std::min(d, 2);  // "inception" for inception_v3
    if (d < best_distance && d < static_cast<int>(std::max(wanted.size(), other.size())))
      best_distance = d, best = candidate;
  }
  return best;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  if (std::string near = nearest(name, candidates); !near.empty()) return fmt::format("did you mean \"{}\"?", near);
  return candidates.empty() ? "there are none" : "known: " + join(candidates);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

int width(std::string_view utf8) {
  int columns = 0;
  while (!utf8.empty()) {
    const CodePoint c = first_of(utf8);
    columns += columns_of(c.value);
    utf8.remove_prefix(c.size);
  }
  return columns;
}

std::string shorten(std::string_view utf8, int columns) {
  const int has = width(utf8);
  if (has <= columns) return std::string(utf8);
  if (columns < 3) return std::string(front(utf8, std::max(columns, 0)));
  const int head = columns / 2, tail = columns - 1 - head;
  return fmt::format("{}…{}", front(utf8, head), without_front(utf8, has - tail));
}

std::string printable(std::string_view utf8) {
  std::string out;
  while (!utf8.empty()) {
    const CodePoint c = first_of(utf8);
    if (c.value == '\n' || !is_control(c.value))
      out += utf8.substr(0, c.size);
    else
      out += c.value < 0x100 ? fmt::format("\\x{:02x}", static_cast<unsigned>(c.value))
                             : fmt::format("\\u{:04x}", static_cast<unsigned>(c.value));
    utf8.remove_prefix(c.size);
  }
  return out;
}

std::string grouped(long long n) {
  std::string digits = std::to_string(std::llabs(n)), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i && (digits.size() - i) % 3 == 0) out += ' ';
    out += digits[i];
  }
  return n < 0 ? "-" + out : out;
}

std::string decimal(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const std::string text = fmt::format("{:.{}f}", value, digits);
  return text.find_first_not_of("-0.") == std::string::npos && text[0] == '-' ? text.substr(1) : text;  // no "-0.00"
}

std::string duration(double seconds) {
  if (!(seconds >= 0)) return "unknown";
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  const auto s = static_cast<long long>(std::llround(seconds));
  if (s < 60) return fmt::format("{} s", s);
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string bytes(double count) {
  static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t u = 0;
  for (; std::abs(count) >= 1024 && u + 1 < std::size(units); ++u) count /= 1024;
  return u == 0 ? fmt::format("{:.0f} B", count) : fmt::format("{:.1f} {}", count, units[u]);
}

}  // namespace xp
