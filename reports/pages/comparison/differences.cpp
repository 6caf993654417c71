#include "reports/charts/differences.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/charts/compared_forest.h"
#include "reports/comparison/scoring.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/comparison/sections.h"

namespace xp {
namespace {

Values in_every_score(const Comparison& c) {
  Values out{Values::type::list};
  for (const Pair& pair : c.pairs) {
    if (!pair.comparable || pair.scores.empty()) continue;
    Values one;
    one.set("pair", pair_name(c, pair));
    one.set("table", html_of(difference_table(c, pair), "Differences in every score"));
    out << one;
  }
  return out;
}

std::vector<std::string> verdicts(const Comparison& c) {
  std::vector<std::string> out;
  for (const Pair& pair : c.pairs)
    if (c.pairs.size() > 1 && (pair.told_apart || !pair.comparable)) out.push_back(pair.verdict);
  return out;
}

/// The classes whose numbers scalars hold: those of the first run that was tested, as compare() takes them.
EachFold folds_of_runs(const ComparedRuns& all) {
  for (const Material& run : all.runs)
    if (!run.record.classes.empty())
      return each_fold(all.how.folds, scalar_asked(all.comparison.by, run.record.classes), run.record.classes);
  return {};
}

std::string hint(const Comparison& c) {
  const auto one = std::find_if(c.pairs.begin(), c.pairs.end(), [](const Pair& pair) { return pair.comparable; });
  if (one == c.pairs.end()) return "";
  const std::string what =
      one->n ? fmt::format("The runs judged the same {} test images, so each image is held against itself. ", one->n)
             : "The runs were tested on the same folds, so each fold is held against itself. ";
  const std::string alone =
      one->n ? " “Right alone” counts the images that only the first : only the second of the pair names right." : "";
  const auto pairs = std::count_if(c.pairs.begin(), c.pairs.end(), [](const Pair& pair) { return pair.comparable; });
  const std::string corrected =
      pairs > 1 ? fmt::format("; “p, Holm” is corrected for the {} pairs compared", pairs) : "";
  return fmt::format("{}{}The verdict rests on {} ({}), named beforehand{}.{}", forced_text(c), what, score_title(c.by),
                     tests_of(c), corrected, alone);
}

}  // namespace

Section differences_section(const ComparedRuns& all) {
  const Comparison& c = all.comparison;
  if (!c.any_comparable()) return {"pairs", "", "", ""};
  const EachFold folds = folds_of_runs(all);
  const Table over_folds = fold_table(c);
  Values pairs;
  pairs.set("forest", figure_of(difference_chart(c, folds)));
  pairs.set("table", html_of(pair_table(c), "Paired tests"));
  pairs.set("has_folds", !over_folds.rows.empty());
  pairs.set("folds_chart", folds.folds.empty() ? "" : figure_of(fold_chart(c, folds, all.labels)));
  pairs.set("folds", over_folds.rows.empty() ? "" : html_of(over_folds, "Fold by fold"));
  pairs.set("has_cochran", c.cochran.has_value());
  pairs.set("cochran", c.cochran ? cochran_text(c) : "");
  pairs.set("verdicts", list_of("sentence", verdicts(c)));
  const Values every = in_every_score(c);
  pairs.set("differences", every);
  pairs.set("many", every.list_value().size() > 3);
  return {"pairs", "Is the difference real?", hint(c), rendered("pairs.mustache", pairs)};
}

}  // namespace xp
