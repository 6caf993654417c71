// What `xp show` prints.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/text.h"

namespace xp {

/// `parts` as for diagnose().
std::string show_text(const Record& record, const Screen& screen = {}, const std::vector<Record>& parts = {});
/// A finding of the data's audit, with the first so many of its samples, and its advice.
std::string audit_text(const Audit::Finding& finding, const Screen& screen, std::size_t samples);

}  // namespace xp
