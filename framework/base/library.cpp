#include "framework/base/library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "framework/base/error.h"

namespace xp {

Library::Library(const std::string& path) : path_(path), handle_(::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) {
  if (!handle_) throw Error(std::string("cannot load ") + path + ": " + ::dlerror());
}

void* Library::address(const std::string& symbol) const {
  if (void* found = ::dlsym(handle_, symbol.c_str())) return found;
  throw Error(path_ + " has no " + symbol,
              "it was built for another version of xp, or is not what was expected; build it again");
}

void* loaded_function(const std::string& symbol) { return ::dlsym(RTLD_DEFAULT, symbol.c_str()); }

std::string file_defining(const std::string& symbol) {
  Dl_info info{};
  void* const found = loaded_function(symbol);
  if (!found || !::dladdr(found, &info)) return "";
  std::error_code none;
  const std::filesystem::path file = std::filesystem::canonical(info.dli_fname, none);
  return none ? info.dli_fname : file.string();
}

std::string build_of(const void* address) {
  Dl_info info{};
  struct stat s {};
  if (!::dladdr(address, &info) || ::stat(info.dli_fname, &s) != 0) return "";
  return fmt::format("{} {}.{}", s.st_size, s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
}

}  // namespace xp
