#include "reports/difference/lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace xp {
namespace {

using Kind = LineEdit::Kind;
using Lines = std::vector<std::string_view>;
constexpr std::size_t most_cells = 4'000'000, context = 3;

Lines lines_of(std::string_view text) {
  Lines out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out.push_back(text.substr(at, end - at)), at = end;
  }
  return out;
}

/// common[i][j]: the longest common subsequence of what follows a[i] and b[j].
class Common {
 public:
  Common(const Lines& a, const Lines& b) : width_(b.size() + 1), cells_((a.size() + 1) * width_) {
    for (std::size_t i = a.size(); i-- > 0;)
      for (std::size_t j = b.size(); j-- > 0;)
        at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
  }
  std::uint32_t& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> cells_;
};

void add(std::vector<LineEdit>& out, Kind kind, std::string_view line) { out.push_back({kind, std::string(line)}); }

void compare(const Lines& a, const Lines& b, std::vector<LineEdit>& out) {
  std::size_t i = 0, j = 0;
  if (a.size() * b.size() <= most_cells) {
    Common common(a, b);
    while (i < a.size() && j < b.size())
      if (a[i] == b[j])
        add(out, Kind::same, a[i++]), ++j;
      else if (common.at(i + 1, j) >= common.at(i, j + 1))
        add(out, Kind::removed, a[i++]);
      else
        add(out, Kind::added, b[j++]);
  }
  while (i < a.size()) add(out, Kind::removed, a[i++]);
  while (j < b.size()) add(out, Kind::added, b[j++]);
}

/// "3,7"; a single line is its number alone, and none the line before.
std::string range(std::size_t first, std::size_t count) {
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", count ? first : first - 1, count);
}

std::string said(const LineEdit& edit) {
  const char mark = edit.kind == Kind::same ? ' ' : edit.kind == Kind::removed ? '-' : '+';
  return mark + edit.line + (edit.line.ends_with('\n') ? "" : "\n\\ No newline at end of file\n");
}

/// Changes with no more than twice the context between them go together.
std::size_t end_of_hunk(const std::vector<LineEdit>& edits, std::size_t first_change) {
  std::size_t end = first_change + 1;
  for (std::size_t i = end; i < edits.size() && i <= end + 2 * context; ++i)
    if (edits[i].kind != Kind::same) end = i + 1;
  return std::min(end + context, edits.size());
}

}  // namespace

std::vector<LineEdit> line_edits(const std::string& was, const std::string& now) {
  Lines a = lines_of(was), b = lines_of(now);
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t before = 0, after = 0;
  while (before < shorter && a[before] == b[before]) ++before;
  while (after < shorter - before && a[a.size() - 1 - after] == b[b.size() - 1 - after]) ++after;
  const auto middle = [&](const Lines& all) {
    return Lines(all.begin() + static_cast<std::ptrdiff_t>(before), all.end() - static_cast<std::ptrdiff_t>(after));
  };
  std::vector<LineEdit> out;
  for (std::size_t i = 0; i < before; ++i) add(out, Kind::same, a[i]);
  compare(middle(a), middle(b), out);
  for (std::size_t i = a.size() - after; i < a.size(); ++i) add(out, Kind::same, a[i]);
  return out;
}

std::string unified(const std::string& was, const std::string& now, const std::string& was_name,
                    const std::string& now_name) {
  const std::vector<LineEdit> edits = line_edits(was, now);
  std::string out;
  std::size_t i = 0, line_was = 1, line_now = 1;  // of edits[i]
  const auto pass = [&](std::size_t to) {
    for (; i < to; ++i) line_was += edits[i].kind != Kind::added, line_now += edits[i].kind != Kind::removed;
  };
  for (std::size_t change = 0; change < edits.size(); ++change) {
    if (edits[change].kind == Kind::same) continue;
    pass(std::max(change, i + context) - context);
    const std::size_t begin = i, first_was = line_was, first_now = line_now;
    pass(end_of_hunk(edits, change));
    out +=
        fmt::format("@@ -{} +{} @@\n", range(first_was, line_was - first_was), range(first_now, line_now - first_now));
    for (std::size_t e = begin; e < i; ++e) out += said(edits[e]);
    change = i - 1;
  }
  return out.empty() ? "" : fmt::format("--- {}\n+++ {}\n", was_name, now_name) + out;
}

}  // namespace xp
