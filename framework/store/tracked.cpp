#include "framework/store/tracked.h"

#include <fmt/format.h>

namespace xp {

std::string came_as(const Record& record) {
  const std::string name = run_name(record.run.id);
  if (const Value* program = find(record.settings, "tracked"))
    return fmt::format("{} was told by a program of its own, {}", name, program->text());
  return fmt::format("{} was imported ({})", name, find(record.settings, "imported")->text());
}

std::string only_its_program(const Record& record) {
  const std::string command = command_of(record);
  return "only that program can" + (command.empty() ? "" : ": " + command);
}

std::string command_of(const Record& record) {
  const Value* command = find(record.environment, "command");
  return command ? command->text() : "";
}

}  // namespace xp
