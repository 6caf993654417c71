// The sections of a run's page, in the order in which they stand there. Each is a file of its own; one that has nothing
// to say has no body, and is left out.
#pragma once
#include "reports/diagnosis/diagnosis.h"
#include "reports/html/page.h"
#include "reports/pages/material.h"

namespace xp {

Section trust_section(const Diagnosis& diagnosis);                          // findings, worst first
Section learning_section(const Material& run, const Diagnosis& diagnosis);  // curves of epochs and batches, rate
Section folds_section(const Material& run, const std::optional<ScoreReport>& scored);  // averaged and pooled scores
Section controls_section(const Material& run);  // what knows nothing, on the same parts
Section scores_section(const Material& run, const std::optional<ScoreReport>& scored);      // with intervals
Section confusion_section(const Material& run, const std::optional<ScoreReport>& scored);   // counts and rates
Section thresholds_section(const Material& run, const std::optional<ScoreReport>& scored);  // ROC, PR, operating points
Section calibration_section(const Material& run, const std::optional<ScoreReport>& scored);
Section pictures_section(const Material& run);  // worst, best and least certain test images
Section data_section(const Material& run);      // classes in the parts, contact sheets
Section audit_section(const Material& run);     // what the audit of the data found
Section network_section(const Material& run);
Section settings_section(const Material& run);
Section time_section(const Material& run);  // seconds, images a second, memory
Section environment_section(const Material& run);
Section rerun_section(const Material& run);  // the exact commands

}  // namespace xp
