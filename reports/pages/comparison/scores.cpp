#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/charts/compared_forest.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/comparison/sections.h"

namespace xp {
namespace {

constexpr std::size_t beside = 3;  // runs, of which each has a column

/// One line a run, one column a score.
Table by_run(const std::vector<ComparedScore>& scores, const std::vector<std::string>& labels) {
  Table out{{{"run", Align::left, true}}, {}};
  for (const std::string& label : labels) out.rows.push_back({label});
  for (const ComparedScore& score : scores) {
    if (std::all_of(score.figures.begin(), score.figures.end(), [](const Figure& f) { return std::isnan(f.value); }))
      continue;
    out.columns.push_back({score_title(score.name) + (score.higher_is_better ? "" : " ↓"), Align::right});
    for (std::size_t run = 0; run < labels.size(); ++run)
      out.rows[run].push_back(figure_text(score.name, score.figures[run]));
  }
  return out;
}

std::string tables(const ComparedRuns& all) {
  const Comparison& c = all.comparison;
  if (all.runs.size() <= beside) return html_of(score_table(c), "Scores");
  const Table test = by_run(c.scores, all.labels), validation = by_run(c.validation, all.labels);
  return "<h3>Test</h3>\n" + (test.columns.size() > 1 ? html_of(test, "Test") : "<p>None was tested.</p>\n") +
         (validation.columns.size() > 1
              ? "<h3>Validation, each on its own images</h3>\n" + html_of(validation, "Validation")
              : "");
}

}  // namespace

Section compared_scores_section(const ComparedRuns& all) {
  const Comparison& c = all.comparison;
  Values scores;
  std::vector<Chart> forests = score_forests(c, all.labels);
  const bool first_rests = !forests.empty() && forests[0].id == "forest";
  scores.set("first", first_rests ? figure_of(forests[0]) : "");
  if (first_rests) forests.erase(forests.begin());
  scores.set("table", tables(all));
  scores.set("has_others", !forests.empty());
  scores.set("others", figures_of(forests));
  std::string hint = forced_text(c);
  if (!c.refusal.empty())
    hint =
        "Each run on its own test images: these figures are not of the same test, and say nothing about which run is "
        "better.";
  else {
    hint += "95 % intervals; ↓ marks scores of which less is better." +
            (c.chosen.empty() ? "" : " The epochs were chosen " + c.chosen + ".");
    const auto drawn = [](const ComparedScore& score) {
      return std::any_of(score.figures.begin(), score.figures.end(), [](const Figure& f) {
        return f.method == Method::bootstrap || f.method == Method::cluster_bootstrap;
      });
    };
    if (std::any_of(c.scores.begin(), c.scores.end(), drawn))
      hint += fmt::format(" Those that no formula gives rest on {} resamples.", grouped(c.resamples));
    if (c.resamples < Bootstrap{}.resamples && c.by == "accuracy" && !c.groups)
      hint += fmt::format(" (The verdict needs none of them; xp compare draws {}.)", grouped(Bootstrap{}.resamples));
  }
  return {"scores", "Scores", hint, rendered("compared_scores.mustache", scores)};
}

}  // namespace xp
