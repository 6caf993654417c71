#include "framework/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace xp {
namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (char c : name) out += c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
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
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Byte offset of code point number `n`.
std::size_t offset(std::string_view utf8, int n) {
  std::size_t i = 0;
  for (; i < utf8.size(); ++i)
    if (starts_code_point(utf8[i]) && n-- == 0) break;
  return i;
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string wanted = folded(name);
  std::string best;
  int best_distance = std::max(2, static_cast<int>(wanted.size()) / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::string other = folded(candidate);
    int d = distance(wanted, other);
    if (wanted.size() >= 3 && other.find(wanted) != std::string::npos) d = std::min(d, 2);  // "inception" for inception_v3
    if (d < best_distance && d < static_cast<int>(std::max(wanted.size(), other.size()))) best_distance = d, best = candidate;
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
  return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return starts_code_point(c) && !is_control(c); }));
}

std::string shorten(std::string_view utf8, int columns) {
  const int has = width(utf8);
  if (has <= columns) return std::string(utf8);
  if (columns < 3) return std::string(utf8.substr(0, offset(utf8, columns)));
  const int head = (columns - 1 + 1) / 2, tail = columns - 1 - head;
  return fmt::format("{}…{}", utf8.substr(0, offset(utf8, head)), utf8.substr(offset(utf8, has - tail)));
}

std::string printable(std::string_view utf8) {
  std::string out;
  for (char c : utf8) {
    if (is_control(c) && c != '\n')
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      out += c;
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
  return fmt::format("{:.{}f}", value, digits);
}

std::string duration(double seconds) {
  if (!(seconds >= 0)) return "unknown";
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  const auto s = static_cast<long long>(std::llround(seconds));
  if (s < 60) return fmt::format("{} s", s);
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60) : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::string bytes(double count) {
  static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t u = 0;
  for (; std::abs(count) >= 1024 && u + 1 < std::size(units); ++u) count /= 1024;
  return u == 0 ? fmt::format("{:.0f} B", count) : fmt::format("{:.1f} {}", count, units[u]);
}

}  // namespace xp
