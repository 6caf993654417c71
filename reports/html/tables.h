// Tables in a page.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/confusion.h"
#include "reports/table.h"

namespace xp {

/// What a table does on a screen narrower than itself: scroll in its own box, or set its cells under each other.
enum class Narrow { scrolls, stacks };
/// Every cell escaped. `caption` names it for screen readers too.
std::string html_of(const Table& table, const std::string& caption, Narrow narrow = Narrow::scrolls);
/// Truth in rows, prediction in columns, each cell with its count and its share of the row, shaded by that share; the
/// diagonal is framed, so that no colour is needed.
std::string html_of(const Confusion& confusion, const std::vector<std::string>& classes);

}  // namespace xp
