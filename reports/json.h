// Records and what is computed from them as strict JSON: two spaces of indent, keys in a fixed order, NaN and ±inf as
// the strings "NaN", "Infinity" and "-Infinity", bytes that are no UTF-8 as U+FFFD. No newline at the end.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/list.h"

namespace xp {

std::string json_of(const std::vector<RunRow>& runs);
std::string json_of(const std::vector<ListRow>& rows);
/// The whole record, its diagnosis included; `parts` as for diagnose().
std::string json_of(const Record& record, const std::vector<Record>& parts = {});
/// Of an audit: grade, name, sentence, advice and samples of each finding.
std::string json_of(const Audit& audit);

}  // namespace xp
