// The sections of a comparison's page, in the order in which they stand there. Each is a file of its own; one that has
// nothing to say has no body, and is left out.
#pragma once
#include <string>
#include <vector>

#include "reports/comparison/comparison.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/html/page.h"
#include "reports/pages/material.h"

namespace xp {

/// What all sections are made from.
struct ComparedRuns {
  const std::vector<Material>& runs;
  Comparing how;  // with the folds of each run
  Comparison comparison;
  std::vector<Diagnosis> diagnoses;  // one a run
  std::vector<std::string> labels;   // as run_labels()
};

std::string comparison_head(const ComparedRuns& compared);        // verdict, caveats, what to do, the runs
Section compared_scores_section(const ComparedRuns& compared);    // forests and the table
Section differences_section(const ComparedRuns& compared);        // paired, each with its test; fold by fold
Section compared_learning_section(const ComparedRuns& compared);  // curves over each other
Section compared_trust_section(const ComparedRuns& compared);     // diagnoses beside each other
Section disagreements_section(const ComparedRuns& compared);      // images on which they disagree
Section differing_section(const ComparedRuns& compared);          // settings
Section compared_again_section(const ComparedRuns& compared);     // the exact commands

/// "Forced: on the 34 test images that all share. "; empty where it was not.
std::string forced_text(const Comparison& comparison);
/// "xp compare run1 run2 --by auc --force", as it was asked; the verb without "xp".
std::string command_text(const std::string& verb, const std::vector<std::string>& runs, const Comparing& how);

}  // namespace xp
