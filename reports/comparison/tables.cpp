#include "reports/comparison/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/comparison/verdict.h"

namespace xp {
namespace {

std::vector<Column> with_runs(std::string first, const Comparison& c, Align align) {
  std::vector<Column> out{{std::move(first), Align::left, true}};
  for (const RunRow& run : c.runs) {
    const std::string& called = run.role.starts_with("control ") ? run.role : run.name;
    out.push_back({run_name(run.id) + (called.empty() ? "" : " " + called), align});
  }
  return out;
}

std::string step(double value, const std::string& score) {
  const double shown = in_points(score) ? 100 * value : value;
  return fmt::format("{}{}", shown > 0 ? "+" : "", half_up(shown + 0.0, in_points(score) ? 1 : 3));
}

std::string difference(double value, const Interval& interval, const std::string& score) {
  if (std::isnan(value)) return "–";
  if (std::isnan(interval.low)) return step(value, score);
  return fmt::format("{} ({} to {})", step(value, score), step(interval.low, score), step(interval.high, score));
}

std::string number(double p) { return std::isnan(p) ? "–" : p < 0.0001 ? std::string("<0.0001") : p_text(p).substr(4); }

const char* short_name(PairedTest test) {
  switch (test) {
    case PairedTest::none: return "";
    case PairedTest::mcnemar: return "McNemar";
    case PairedTest::mcnemar_by_group: return "McNemar by group";
    case PairedTest::delong: return "DeLong";
    case PairedTest::delong_and_randomisation: return "DeLong, randomisation";
    case PairedTest::resampling: return "resampling";
    case PairedTest::folds: return "folds";
  }
  return "";
}

std::string unit(const std::string& score) {
  return in_points(score) ? "difference, points (95 %)" : "difference (95 %)";
}

std::size_t place_of_by(const Comparison& c) {
  return static_cast<std::size_t>(
      std::find_if(c.scores.begin(), c.scores.end(), [&](const ComparedScore& s) { return s.name == c.by; }) -
      c.scores.begin());
}

}  // namespace

std::string figure_text(const std::string& score, const Figure& figure) {
  if (std::isnan(figure.value)) return "–";
  const bool percent = in_points(score), bounded = !std::isnan(figure.interval.low);
  if (!bounded) return percent ? decimal(100 * figure.value, 1) + " %" : decimal(figure.value, 3);
  if (percent)
    return fmt::format("{} % ({} to {})", decimal(100 * figure.value, 1), decimal(100 * figure.interval.low, 0),
                       decimal(100 * figure.interval.high, 0));
  return fmt::format("{} ({} to {})", decimal(figure.value, 3), decimal(figure.interval.low, 2),
                     decimal(figure.interval.high, 2));
}

std::string pair_name(const Comparison& c, const Pair& pair) {
  return fmt::format("{} → {}", run_name(c.runs[pair.first].id), run_name(c.runs[pair.second].id));
}

Table score_table(const Comparison& c) {
  Table out{
      with_runs(c.forced.empty() ? "score" : fmt::format("score (test: {} shared images)", c.images), c, Align::right),
      {}};
  const auto add = [&](const std::vector<ComparedScore>& scores, const char* part) {
    for (const ComparedScore& score : scores) {
      if (std::all_of(score.figures.begin(), score.figures.end(), [](const Figure& f) { return std::isnan(f.value); }))
        continue;
      out.rows.push_back({fmt::format("{} {}{}", part, score_title(score.name), score.higher_is_better ? "" : " ↓")});
      for (const Figure& figure : score.figures) out.rows.back().push_back(figure_text(score.name, figure));
    }
  };
  add(c.scores, "test"), add(c.validation, "val");
  return out;
}

Table settings_table(const Comparison& c) {
  Table out{with_runs("setting", c, Align::left), {}};
  for (const ComparedSetting& setting : c.settings) {
    out.rows.push_back({setting.name});
    out.rows.back().insert(out.rows.back().end(), setting.values.begin(), setting.values.end());
  }
  return out;
}

Table pair_table(const Comparison& c) {
  Table out{{{"pair", Align::left, true},
             {"right alone", Align::right},
             {unit(c.by), Align::right},
             {"p", Align::right},
             {"mid-p", Align::right},
             {"p, Holm", Align::right}},
            {}};
  for (const Pair& pair : c.pairs) {
    const std::string who = pair_name(c, pair);
    if (!pair.comparable) {
      out.rows.push_back({who, "–", "–", "–", "–", "–"});
      continue;
    }
    out.rows.push_back({who, pair.n ? fmt::format("{} : {}", pair.first_only, pair.second_only) : "–",
                        difference(pair.by.value, pair.by.interval, c.by), number(pair.by.p),
                        pair.by.test == PairedTest::mcnemar ? number(pair.mid_p) : "–", number(pair.p_holm)});
  }
  return out;
}

Table difference_table(const Comparison& c, const Pair& pair) {
  Table out{
      {{"score", Align::left, true}, {"difference (95 %)", Align::right}, {"p", Align::right}, {"by", Align::left}},
      {}};
  for (std::size_t s = 0; s < pair.scores.size(); ++s) {
    const Difference& d = pair.scores[s];
    const ComparedScore& score = c.scores[s];
    out.rows.push_back(
        {score_title(score.name) + (in_points(score.name) ? ", points" : "") + (score.higher_is_better ? "" : " ↓"),
         difference(d.value, d.interval, score.name), number(d.p), std::isnan(d.p) ? "" : short_name(d.test)});
  }
  return out;
}

std::string difference_sentence(const Pair& pair) {
  const bool two = std::any_of(pair.scores.begin(), pair.scores.end(), [](const Difference& d) {
    return !std::isnan(d.p) && (d.test == PairedTest::resampling || d.test == PairedTest::mcnemar_by_group ||
                                d.test == PairedTest::delong_and_randomisation);
  });
  if (!two) return "";
  return "Two methods may disagree: an interval is of the stratified bootstrap (of an AUC, DeLong's), while p is the "
         "larger of its own and that of a second test, by exchange of the two runs' answers (of accuracy by group, "
         "McNemar's). A difference is told apart only where both say so, so p may be above 0.05 though the interval "
         "leaves out 0.";
}

Table fold_table(const Comparison& c) {
  Table out{{{"pair", Align::left, true},
             {"folds", Align::right},
             {"mean " + unit(c.by), Align::right},
             {"sd", Align::right},
             {"t", Align::right},
             {"p", Align::right}},
            {}};
  const std::size_t by = place_of_by(c);
  for (const Pair& pair : c.pairs) {
    if (pair.folds.empty()) continue;
    const OverFolds& over = pair.folds[by];
    out.rows.push_back({pair_name(c, pair), std::to_string(over.folds), difference(over.mean, over.interval, c.by),
                        step(over.sd, c.by).substr(over.sd > 0), decimal(over.t, 2), number(over.p)});
  }
  return out;
}

Table long_table(const Comparison& c) {
  Table out{{{"run"}, {"against"}, {"part"}, {"score"}, {"value"}, {"low"}, {"high"}, {"p"}, {"method"}}, {}};
  const auto exact = [](double value) { return std::isnan(value) ? "" : fmt::format("{}", value); };
  const auto of_part = [&](const std::vector<ComparedScore>& scores, const char* part) {
    for (const ComparedScore& score : scores)
      for (std::size_t run = 0; run < score.figures.size(); ++run) {
        const Figure& f = score.figures[run];
        out.rows.push_back({run_name(c.runs[run].id), "", part, score.name, exact(f.value), exact(f.interval.low),
                            exact(f.interval.high), "", name(f.method)});
      }
  };
  of_part(c.scores, "test"), of_part(c.validation, "val");
  for (const Pair& pair : c.pairs)
    for (std::size_t s = 0; s < pair.scores.size(); ++s) {
      const Difference& d = pair.scores[s];
      out.rows.push_back({run_name(c.runs[pair.second].id), run_name(c.runs[pair.first].id), "test", c.scores[s].name,
                          exact(d.value), exact(d.interval.low), exact(d.interval.high), exact(d.p), name(d.test)});
    }
  return out;
}

Table flip_table(const Comparison& c, const Pair& pair, std::size_t most) {
  Table out{{{"image"},
             {"truth"},
             {run_name(c.runs[pair.first].id) + " said"},
             {run_name(c.runs[pair.second].id) + " said"},
             {"right"}},
            {}};
  for (std::size_t i = 0; i < std::min(most, pair.flips.size()); ++i) {
    const Flip& flip = pair.flips[i];
    out.rows.push_back({flip.sample, flip.truth, flip.first, flip.second,
                        run_name(c.runs[flip.first_right ? pair.first : pair.second].id)});
  }
  return out;
}

}  // namespace xp
