// A run's settings against what they are where nobody sets them.
#pragma once
#include <string>

#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

/// One line a plugin or group: what it is, what differs from the default, with that in parentheses, and what does not.
/// Settings without a known default stand with what differs, without parentheses. Where no default is known,
/// settings_table (run_tables.h) says all there is.
Table changed_settings_table(const Settings& settings, const Settings& defaults);
/// How many settings have a known default, and how many of them differ.
struct Changed {
  int known = 0, differing = 0;
};
Changed changed(const Settings& settings, const Settings& defaults);

}  // namespace xp
