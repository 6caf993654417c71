// Small text work that errors and tables share.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace xp {

/// The candidate closest to `name` by edit distance (transpositions count once, case and `-`/`_` do not);
/// empty when none is near enough to be meant.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);
/// `did you mean "patience"?`, or `known: a, b, c` when nothing is near.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates);

std::string join(const std::vector<std::string>& parts, std::string_view separator = ", ");
std::vector<std::string> split(std::string_view text, char separator);

/// Columns that `utf8` takes on a terminal: two for wide characters, none for combining marks and controls.
int width(std::string_view utf8);
/// At most `columns` wide, the middle replaced by "…" where it is longer.
std::string shorten(std::string_view utf8, int columns);
/// Control characters (but not newline) as "\x1b", and what turns the order of text as "\u202e": a file name must not
/// steer somebody's terminal.
std::string printable(std::string_view utf8);

/// 22855952 → "22 855 952".
std::string grouped(long long n);
/// 0.41236 → "0.4124"; keeps NaN and ±inf as such.
std::string decimal(double value, int digits = 4);
/// 75 → "1:15", 4000 → "1:06:40", 0.3 → "0.3 s".
std::string duration(double seconds);
/// 1536 → "1.5 KiB".
std::string bytes(double count);

}  // namespace xp
