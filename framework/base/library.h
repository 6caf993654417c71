// Shared libraries opened at run time. Never closed: what they registered lives as long as the process.
#pragma once
#include <string>

namespace xp {

class Library {
 public:
  /// Throws Error with the loader's reason.
  explicit Library(const std::string& path);
  /// Throws Error when the symbol is missing: its name ends in a version, so a library built for another xp says so.
  template <class F>
  F* function(const std::string& symbol) const {
    return reinterpret_cast<F*>(address(symbol));
  }

 private:
  void* address(const std::string& symbol) const;
  std::string path_;
  void* handle_;
};

/// Where the process has a function of that name; null: no library that others may use defines it.
void* loaded_function(const std::string& symbol);
/// The file of the library that defines it, links followed; empty: none does.
std::string file_defining(const std::string& symbol);

/// Which build of the library or program holds this address: its file's size and time; empty where that is unknown.
std::string build_of(const void* address);

}  // namespace xp
