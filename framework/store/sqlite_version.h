// Which SQLite keeps the records.
#pragma once
#include <string>

namespace xp {

std::string sqlite_version();  // "3.40.1", of the library in this process

}  // namespace xp
