// Which columns a list has, and which of them a narrow screen leaves out.
#pragma once
#include <string>
#include <vector>

#include "reports/list.h"
#include "reports/list/field.h"

namespace xp {

/// Those that a list has unless others are asked for: "run", "status" … "about", the name and tags.
const std::vector<std::string>& usual_columns();

/// By name: a usual column as list_table has it, any other a field. `rows` are those of the table, in its order, of
/// what the fields hold; `listed` is of them too. `exact`: numbers with all their digits, and shares as such.
Table chosen_table(const std::vector<ListRow>& listed, const std::vector<std::size_t>& rows,
                   const std::vector<std::string>& names, const FieldNamed& field, bool exact);
/// An array of objects, one a run; numbers stay numbers, and what a run lacks is null.
std::string json_of(const std::vector<std::size_t>& rows, const std::vector<std::string>& names,
                    const FieldNamed& field);

struct Fitted {
  Table table;
  std::vector<std::string> left_out;
};
/// Of a table with these columns as many as `width` takes, text shortened: the run and its scores always, and whatever
/// is not usual. The started and experiment columns go first.
Fitted fitted(Table table, const std::vector<std::string>& names, int width);

}  // namespace xp
