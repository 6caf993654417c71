#include "reports/diagnosis/overfitted.h"
#include "reports/diagnosis/text.h"
#include "reports/html/tables.h"
#include "reports/pages/comparison/sections.h"

namespace xp {
namespace {

/// "Serious: …" without the grade that stands beside it.
std::string without_grade(const Diagnosis& diagnosis) {
  const std::size_t end = std::string(name(diagnosis.grade)).size() + 2;
  const std::string& all = diagnosis.headline;
  return all.size() > end && all.compare(1, end - 1, std::string(name(diagnosis.grade)).substr(1) + ": ") == 0
             ? all.substr(end)
             : all;
}

/// Empty where no run has a curve that could tell.
std::string overfitting(const ComparedRuns& all) {
  bool any = false;
  Table out{{{"run", Align::left, true}, {"overfitting"}, {"sets in"}, {"gap at the end", Align::right}}, {}};
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    const Overfitted o = overfitted(all.runs[i].record, all.diagnoses[i], all.runs[i].parts);
    out.rows.push_back({all.labels[i], judgement_text(o), onset_text(o), gap_text(o)});
    any |= o.networks > 0;
  }
  return any ? html_of(out, "Overfitting") : "";
}

}  // namespace

Section compared_trust_section(const ComparedRuns& all) {
  Values trust, diagnoses{Values::type::list};
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    const Diagnosis& diagnosis = all.diagnoses[i];
    Values one;
    one.set("run", all.labels[i]);
    one.set("grade", name(diagnosis.grade));
    one.set("headline", without_grade(diagnosis));
    one.set("table", html_of(finding_table(diagnosis, FindingNumbers::left_out), "Diagnosis", Narrow::stacks));
    diagnoses << one;
  }
  trust.set("overfitting", overfitting(all));
  trust.set("diagnoses", diagnoses);
  return {"trust", "Can each be trusted?",
          "A score is worth what its run is worth. The gap is how far training accuracy lies above that of "
          "validation, by medians of the last epochs; of runs of folds the mean over "
          "the folds, with the least and the largest.",
          rendered("each_trust.mustache", trust)};
}

}  // namespace xp
