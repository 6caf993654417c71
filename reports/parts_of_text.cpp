#include "reports/parts_of_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"

namespace xp {

std::string painted(const std::string& text, Grade grade, const Screen& screen) {
  if (!screen.colour) return text;
  const char* code = grade == Grade::serious   ? "1;31"
                     : grade == Grade::warning ? "33"
                     : grade == Grade::note    ? "36"
                                               : "32";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string painted(Status status, const Screen& screen) {
  const Grade grade = status == Status::failed     ? Grade::serious
                      : status == Status::killed   ? Grade::warning
                      : status == Status::finished ? Grade::fine
                                                   : Grade::note;
  return painted(name(status), grade, screen);
}

std::string section(const std::string& title, const std::string& body) {
  return body.empty() ? "" : "\n" + title + "\n" + body;
}

std::string indented(const std::string& text) {
  std::string out;
  for (const std::string& line : split(text, '\n'))
    if (!line.empty()) out += "  " + line + "\n";
  return out;
}

std::string table_section(const std::string& title, const Table& table, const Screen& screen) {
  return table.rows.empty() ? "" : section(title, indented(text_of(table, screen.columns - 2)));
}

std::string heading(const RunRow& run, const Screen& screen) {
  std::vector<std::string> parts{run_name(run.id), painted(run.status, screen)};
  for (const std::string& part : {run.experiment, run.name})
    if (!part.empty()) parts.push_back(printable(part));
  std::string out = join(parts, " · ");
  for (const std::string& tag : run.tags) out += " #" + printable(tag);
  if (!run.deleted.empty()) out += " (deleted)";
  return out + "\n";
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(std::max(0, columns - width(text))), ' ');
}

}  // namespace xp
