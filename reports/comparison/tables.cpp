#include "reports/comparison/tables.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/base/text.h"
#include "reports/comparison/pairing.h"

namespace xp {
namespace {

std::string cell(const ComparedScore& score, std::size_t i) {
  const double value = score.values[i];
  if (std::isnan(value)) return "–";
  const bool rate = score.name.find("accuracy") != std::string::npos;
  if (!rate) return decimal(value, 3);
  if (std::isnan(score.low[i])) return decimal(100 * value, 1) + " %";
  return fmt::format("{} % ({} to {})", decimal(100 * value, 1), decimal(100 * score.low[i], 0),
                     decimal(100 * score.high[i], 0));
}

std::vector<Column> with_runs(std::string first, const Comparison& c, Align align) {
  std::vector<Column> out{{std::move(first), Align::left, true}};
  for (const RunRow& run : c.runs) out.push_back({run_name(run.id) + (run.name.empty() ? "" : " " + run.name), align});
  return out;
}

std::string points(double value) { return fmt::format("{}{}", value > 0 ? "+" : "", decimal(100 * value + 0.0, 1)); }

}  // namespace

Table score_table(const Comparison& c) {
  Table out{with_runs("score", c, Align::right), {}};
  for (const ComparedScore& score : c.scores) {
    std::string title = score.name == "macro_f1"            ? "macro F1"
                        : score.name == "balanced_accuracy" ? "balanced accuracy"
                                                            : score.name;
    out.rows.push_back({fmt::format("{} {}{}", score.part == Part::test ? "test" : "validation", title,
                                    score.higher_is_better ? "" : " (lower is better)")});
    for (std::size_t i = 0; i < c.runs.size(); ++i) out.rows.back().push_back(cell(score, i));
  }
  return out;
}

Table settings_table(const Comparison& c) {
  Table out{with_runs("setting", c, Align::left), {}};
  for (const DifferingSetting& setting : c.settings) {
    out.rows.push_back({setting.name});
    out.rows.back().insert(out.rows.back().end(), setting.values.begin(), setting.values.end());
  }
  return out;
}

Table pair_table(const Comparison& c) {
  Table out{{{"pair", Align::left, true},
             {"images", Align::right},
             {"only first right", Align::right},
             {"only second right", Align::right},
             {"difference, points (95 %)", Align::right},
             {"p", Align::right},
             {"p, Holm", Align::right},
             {"told apart"}},
            {}};
  for (const Pair& pair : c.pairs) {
    const std::string who = fmt::format("{} → {}", run_name(c.runs[pair.first].id), run_name(c.runs[pair.second].id));
    if (!pair.comparable) {
      out.rows.push_back({who, "–", "–", "–", "–", "–", "–", "–"});
      continue;
    }
    const auto number = [](double p) { return p < 0.0001 ? std::string("< 0.0001") : p_text(p).substr(4); };
    out.rows.push_back({who, std::to_string(pair.n), std::to_string(pair.first_only), std::to_string(pair.second_only),
                        fmt::format("{} ({} to {})", points(pair.difference), points(pair.low), points(pair.high)),
                        number(pair.p), number(pair.p_holm), pair.told_apart ? "yes" : "no"});
  }
  return out;
}

Table flip_table(const Comparison& c, const Pair& pair) {
  Table out{{{"image"},
             {"truth"},
             {run_name(c.runs[pair.first].id) + " said"},
             {run_name(c.runs[pair.second].id) + " said"},
             {"right"}},
            {}};
  for (const Flip& flip : pair.flips)
    out.rows.push_back({flip.sample, flip.truth, flip.first, flip.second,
                        run_name(c.runs[flip.first_right ? pair.first : pair.second].id)});
  return out;
}

}  // namespace xp
