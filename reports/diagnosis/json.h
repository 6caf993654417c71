// As reports/json.h.
#pragma once
#include <string>
#include <vector>

#include "reports/diagnosis/diagnosis.h"

namespace xp {

std::string json_of(const Diagnosis& diagnosis);
/// {"runs": [{"run", "experiment", "status", "diagnosis"}], "together": what they say together, or null}, as the
/// diagnosis in `json_of(Record)`. As many diagnoses as runs.
std::string json_of(const std::vector<RunRow>& runs, const std::vector<Diagnosis>& diagnoses,
                    const Diagnosis& together);

}  // namespace xp
