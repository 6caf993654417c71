// A table as data, and its four plain renderings.
#pragma once
#include <string>
#include <vector>

namespace xp {

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
  bool whole = false;  // never shortened: the line gets longer instead
  double share = 0;    // of the text's width, in LaTeX: cells are broken into lines of it; 0: as wide as they are
};

/// Rows may be short: missing cells are empty.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Aligned by display width, two spaces between columns, a header line. With `columns` > 0 the widest left-aligned
/// columns are shortened until a row fits,
/// but for those that stay whole. Control characters are shown, never sent. Ends in a newline.
std::string text_of(const Table& table, int columns = 0);
/// GitHub's tables; |, newlines and backslashes are escaped.
std::string markdown_of(const Table& table);
/// RFC 4180: CRLF between records, quotes where needed, header first. A cell that begins with = + - @ or a tab and is
/// no number gets a leading apostrophe: spreadsheets would run it as a formula, and names come from others.
std::string csv_of(const Table& table);
/// A tabular with three rules; of packages it takes fontenc (T1) and textcomp. What LaTeX would obey in a cell is
/// escaped; letters beyond those of Europe want XeLaTeX or LuaLaTeX.
std::string latex_of(const Table& table);

}  // namespace xp
