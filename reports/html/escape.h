// Text that others wrote (names, labels, notes) on its way into a page.
#pragma once
#include <string>
#include <string_view>

namespace xp {

/// Valid UTF-8: every byte that is not part of a character becomes U+FFFD.
std::string valid_utf8(std::string_view text);
/// For HTML and SVG text and quoted attributes: & < > " ' as references, control characters as U+FFFD, valid UTF-8.
std::string escaped(std::string_view text);
/// JSON text that may stand in a <script> element: < > & and the line ends U+2028 and U+2029, which occur in its
/// strings alone, as \u escapes.
std::string json_in_html(std::string_view json);

}  // namespace xp
