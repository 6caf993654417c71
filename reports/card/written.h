// Text that others wrote on its way into a model card.
#pragma once
#include <string>
#include <string_view>

#include "reports/table.h"

namespace xp {

/// One line of valid UTF-8: what steers a terminal or turns the order of text is spelled out, line breaks are spaces.
/// A longer one is shortened.
std::string plain_line(std::string_view text, int columns = 4000);
/// That line with everything escaped that CommonMark, its tables or HTML would obey.
std::string as_markdown(std::string_view text);
/// Every title and cell as_markdown.
std::string as_markdown(const Table& table);
/// A code block that the text cannot close; control characters are spelled out.
std::string as_code(std::string_view text);
/// That line, of 300 columns at most, as a double-quoted scalar of YAML 1.1 and 1.2.
std::string as_yaml(std::string_view text);

}  // namespace xp
