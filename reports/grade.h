// How much a finding should worry its reader.
#pragma once

namespace xp {

enum class Grade { fine, note, warning, serious };
/// "fine", "note", "warning", "serious".
const char* name(Grade grade);

}  // namespace xp
