#include "reports/comparison/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/comparison/tables.h"
#include "reports/parts_of_text.h"

namespace xp {
namespace {

constexpr std::size_t flips_shown = 10;  // a pair

/// The first few: a page or --json has them all.
std::string flips(const Comparison& comparison, const Pair& pair, const Screen& screen) {
  Table table = flip_table(comparison, pair);
  const std::size_t all = table.rows.size();
  table.rows.resize(std::min(all, flips_shown));
  std::string out =
      table_section(fmt::format("Images that only one of {} and {} names right",
                                run_name(comparison.runs[pair.first].id), run_name(comparison.runs[pair.second].id)),
                    table, screen);
  return all > flips_shown ? out + fmt::format("  … and {} more (--json lists all)\n", all - flips_shown) : out;
}

}  // namespace

std::string compare_text(const Comparison& comparison, const Screen& screen) {
  std::string out;
  for (const RunRow& run : comparison.runs) out += heading(run, screen);
  out += section("Verdict", indented(wrapped(comparison.verdict, screen.columns - 2)));
  for (const std::string& caveat : comparison.caveats)
    out += "  " + wrapped("Mind: " + caveat, screen.columns, 4) + "\n";
  out += table_section("What differs", settings_table(comparison), screen);
  if (comparison.settings.empty()) out += section("What differs", "  No setting.\n");
  out += table_section(fmt::format("Scores (95 % intervals; each run's epoch was chosen {})", comparison.chosen),
                       score_table(comparison), screen);
  if (comparison.any_comparable())
    out += table_section("Paired on the test images (accuracy, exact McNemar; interval by Tango)",
                         pair_table(comparison), screen);
  for (const Pair& pair : comparison.pairs)
    if (!pair.flips.empty()) out += flips(comparison, pair, screen);
  return out;
}

}  // namespace xp
