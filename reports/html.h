// Whole pages: one HTML file each, no script, no request, nothing to carry along. The same arguments give the same
// bytes. `written` is when, in words, for the footer ("2026-11-20 09:24 UTC"); empty leaves it out: the caller honours
// SOURCE_DATE_EPOCH, nothing here looks at a clock.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/comparison/comparison.h"
#include "reports/list.h"

namespace xp {

/// `parts` as for diagnose(); of several runs, those of each in turn, or none at all.
std::string run_page(const Record& record, const std::string& written = "", const std::vector<Record>& parts = {});
std::string comparison_page(const std::vector<Record>& records, const std::string& written = "",
                            const std::vector<std::vector<Record>>& parts = {}, const Comparing& comparing = {});
std::string index_page(const std::vector<ListRow>& rows, const std::string& written = "");

}  // namespace xp
