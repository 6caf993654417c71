#include "framework/store/sqlite_version.h"

#include <sqlite3.h>

namespace xp {

std::string sqlite_version() { return sqlite3_libversion(); }

}  // namespace xp
