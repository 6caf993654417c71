#include "reports/comparison/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"
#include "reports/parts_of_text.h"

namespace xp {
namespace {

constexpr std::size_t flips_shown = 10;  // a pair

/// The first few: a page or --json has them all.
std::string flips(const Comparison& comparison, const Pair& pair, const Screen& screen) {
  const Table table = flip_table(comparison, pair, flips_shown);
  const std::size_t all = pair.flips.size();
  std::string out =
      table_section(fmt::format("Images that only one of {} and {} names right",
                                run_name(comparison.runs[pair.first].id), run_name(comparison.runs[pair.second].id)),
                    table, screen);
  return all > flips_shown ? out + fmt::format("  … and {} more (--json lists all)\n", all - flips_shown) : out;
}

/// Beside each other as many runs as fit, the first column before each of them.
std::vector<Table> in_parts(const Table& table, int columns) {
  std::vector<int> wide;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    wide.push_back(width(table.columns[c].title));
    for (const auto& row : table.rows) wide.back() = std::max(wide.back(), width(row[c]));
  }
  std::vector<Table> out;
  int used = 0;
  for (std::size_t c = 1; c < table.columns.size(); ++c) {
    if (out.empty() || used + 2 + wide[c] > columns) {
      out.push_back({{table.columns[0]}, {}});
      for (const auto& row : table.rows) out.back().rows.push_back({row[0]});
      used = wide[0];
    }
    used += 2 + wide[c];
    out.back().columns.push_back(table.columns[c]);
    for (std::size_t r = 0; r < table.rows.size(); ++r) out.back().rows[r].push_back(table.rows[r][c]);
  }
  return out;
}

std::string scores(const Comparison& c, const Screen& screen) {
  std::string title = fmt::format("Scores (95 % intervals; ↓ lower is better{})",
                                  c.chosen.empty() ? "" : "; epochs chosen " + c.chosen);
  std::string out;
  for (const Table& part : in_parts(score_table(c), screen.columns - 2)) {
    out += table_section(title, part, screen);
    title = "Scores of further runs";
  }
  return out;
}

/// Two runs in every score; more by the one that the verdict rests on.
std::string paired(const Comparison& c, const Screen& screen) {
  const auto one = std::find_if(c.pairs.begin(), c.pairs.end(), [](const Pair& pair) { return pair.comparable; });
  std::string out;
  if (c.pairs.size() == 1 && one->n)
    out += table_section(
        fmt::format("Paired on {} test images: {}, {} : {} right alone{}", one->n, pair_name(c, *one), one->first_only,
                    one->second_only, std::isnan(one->mid_p) ? "" : " (mid-" + p_text(one->mid_p) + ")"),
        difference_table(c, *one), screen);
  if (const std::string two = c.pairs.size() == 1 && one->n ? difference_sentence(*one) : ""; !two.empty())
    out += "  " + wrapped(two, screen.columns - 2, 2) + "\n";
  if (c.pairs.size() > 1)
    out += table_section(fmt::format("Paired on the test images ({}, {})", score_title(c.by), tests_of(c)),
                         pair_table(c), screen);
  out += table_section(fmt::format("Paired fold by fold ({}, corrected resampled t)", score_title(c.by)), fold_table(c),
                       screen);
  if (c.cochran) out += "  " + wrapped(cochran_text(c), screen.columns, 4) + "\n";
  return out;
}

}  // namespace

std::string compare_text(const Comparison& c, const Screen& screen) {
  std::string out;
  for (const RunRow& run : c.runs) out += heading(run, screen);
  out += section("Verdict", indented(wrapped(c.verdict, screen.columns - 2)));
  for (const std::string& caveat : c.caveats) out += "  " + wrapped("Mind: " + caveat, screen.columns, 4) + "\n";
  out += table_section("What differs", settings_table(c), screen);
  if (c.settings.empty()) out += section("What differs", "  No setting.\n");
  out += scores(c, screen);
  if (c.any_comparable()) out += paired(c, screen);
  for (const Pair& pair : c.pairs)
    if (!pair.flips.empty()) out += flips(c, pair, screen);
  return out;
}

}  // namespace xp
