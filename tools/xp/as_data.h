// The three forms that every table of this program has for other programs: --json, --csv and --md.
#pragma once
#include <functional>
#include <string>

#include "reports/table.h"
#include "tools/xp/verb.h"

namespace xp {

/// Writes the form that was asked for; false where none was, and a person reads.
inline bool as_data(const Context& c, const Table& table, const std::function<std::string()>& json) {
  if (c.args.has("json")) return c.terminal.data(json() + "\n"), true;
  if (c.args.has("csv")) return c.terminal.data(csv_of(table)), true;
  if (c.args.has("md")) return c.terminal.data(markdown_of(table)), true;
  return false;
}

}  // namespace xp
