// What every text for a terminal is put together from.
#pragma once
#include <string>

#include "framework/store/record.h"
#include "reports/grade.h"
#include "reports/table.h"
#include "reports/text.h"

namespace xp {

/// In the grade's colour, where the screen has colours.
std::string painted(const std::string& text, Grade grade, const Screen& screen);
std::string painted(Status status, const Screen& screen);
/// An empty line, the title, the body; nothing where the body is empty.
std::string section(const std::string& title, const std::string& body);
/// Every line by two spaces; empty lines are left out.
std::string indented(const std::string& text);
/// A section that is a table; nothing where it has no rows.
std::string table_section(const std::string& title, const Table& table, const Screen& screen);
/// "run12 · FINISHED · double_curve · my name #tag".
std::string heading(const RunRow& run, const Screen& screen);
/// To a display width of so many columns.
std::string padded(const std::string& text, int columns);

}  // namespace xp
