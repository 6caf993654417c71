// The libraries of this process, as the loader found them.
#pragma once
#include <string>
#include <vector>

namespace xp {

struct LoadedLibrary {
  std::string name;   // "libdnnl.so.2", as it was asked for
  std::string file;   // as the loader found it: "/lib/x86_64-linux-gnu/libdnnl.so.2"
  std::string build;  // the GNU build id that the linker gave it, in hexadecimal; empty: it gave none

  /// "libdnnl.so.2.6", the name of the file behind all links, which says more than what was asked for; "unknown".
  std::string version() const;
};

/// In the order of loading. Without the program itself.
std::vector<LoadedLibrary> loaded_libraries();

/// The first whose name begins with this; all empty where there is none.
LoadedLibrary loaded_library(const std::string& begins_with);

}  // namespace xp
