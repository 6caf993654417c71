// What `xp data show` tells of a dataset.
#pragma once
#include <string>

#include "reports/table.h"
#include "tools/xp/data_sets.h"

namespace xp {

/// Images of each class in each part, with a bar for its share.
Table class_table(const DataSet& data, bool unicode);
/// Smallest, median and largest width, height, file size, brightness.
Table size_table(const Survey& survey);
std::string shown_json(const DataSet& data, const Survey& survey);
/// For a contact sheet: up to so many samples of each class, spread over it.
std::vector<std::vector<int>> sheet_rows(const Listing& listing, std::size_t most);

}  // namespace xp
