#include "framework/run/imports/image_column.h"

#include <fmt/format.h>

#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

/// Words, in every row another.
bool holds_names(const Columns& columns, std::size_t place) {
  std::set<std::string> seen;
  for (const Csv::Row& row : columns.csv().rows) {
    const std::string cell = columns.cell(row, place);
    if (cell.empty() || columns.number_if_any(row, place) || !seen.insert(cell).second) return false;
  }
  return true;
}

/// pandas' to_csv leaves its index without a name, and read_csv then calls it so.
bool is_index(const Columns& columns, std::size_t place) {
  return place == 0 && (columns.csv().header.cells[0].empty() || columns.name(0) == "Unnamed: 0");
}

}  // namespace

std::string find_image_column(Columns& columns) {
  if (columns.find("image")) return "";
  for (const std::size_t place : columns.others()) {
    if (!holds_names(columns, place)) continue;
    const std::string& name = columns.name(place);
    if (!is_index(columns, place))
      throw Error(fmt::format("{} has no column \"image\", only {}", columns.file(), join(columns.names())),
                  fmt::format("is it \"{0}\"? --column image={0} says that it is", name));
    columns.take("image", place);
    return fmt::format("{}: {} is taken for the images' names.", columns.file(), name);
  }
  return "";
}

}  // namespace xp
