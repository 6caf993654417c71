// What a terminal, and a document, show of a diagnosis.
#pragma once
#include <string>

#include "reports/diagnosis/diagnosis.h"
#include "reports/table.h"
#include "reports/text.h"

namespace xp {

/// Every finding with its advice.
std::string diagnosis_text(const Diagnosis& diagnosis, const Screen& screen = {});
/// Those that a finding rests on.
enum class FindingNumbers { left_out, shown };

/// The same with the run and the names of the findings: what `xp diagnose` prints.
std::string diagnosis_page(const RunRow& run, const Diagnosis& diagnosis, const Screen& screen = {},
                           FindingNumbers numbers = FindingNumbers::left_out);
/// Of several runs together; nothing where there is no finding.
std::string together_text(const Diagnosis& diagnosis, const Screen& screen = {},
                          FindingNumbers numbers = FindingNumbers::left_out);
/// What a finding rests on, one number a row.
Table number_table(const Finding& finding);
/// Grade, finding, since which epoch, what it says, what to do, and its numbers.
Table finding_table(const Diagnosis& diagnosis, FindingNumbers numbers = FindingNumbers::shown);

}  // namespace xp
