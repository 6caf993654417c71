#include "framework/base/loaded.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <filesystem>

namespace xp {
namespace {

constexpr std::size_t padded(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

/// The note of that kind in one segment of notes.
std::string build_in(const char* at, const char* end) {
  while (at + sizeof(ElfW(Nhdr)) <= end) {
    ElfW(Nhdr) note;
    std::memcpy(&note, at, sizeof note);
    const char* const owner = at + sizeof note;
    const char* const text = owner + padded(note.n_namesz);
    at = text + padded(note.n_descsz);
    if (at > end) break;
    if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 || std::memcmp(owner, "GNU", 4) != 0) continue;
    std::string out;
    for (std::size_t i = 0; i < note.n_descsz; ++i) out += fmt::format("{:02x}", static_cast<unsigned char>(text[i]));
    return out;
  }
  return "";
}

std::string build_of(const dl_phdr_info& info) {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = info.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* const at = reinterpret_cast<const char*>(info.dlpi_addr + segment.p_vaddr);
    if (const std::string found = build_in(at, at + segment.p_memsz); !found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string LoadedLibrary::version() const {
  std::error_code none;
  const std::filesystem::path real = std::filesystem::canonical(file, none);
  return none ? "unknown" : real.filename().string();
}

std::vector<LoadedLibrary> loaded_libraries() {
  std::vector<LoadedLibrary> out;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* all) {
        const std::filesystem::path path = info->dlpi_name;
        if (path.empty()) return 0;  // the program
        static_cast<std::vector<LoadedLibrary>*>(all)->push_back({path.filename(), path, build_of(*info)});
        return 0;
      },
      &out);
  return out;
}

LoadedLibrary loaded_library(const std::string& begins_with) {
  for (LoadedLibrary& library : loaded_libraries())
    if (library.name.starts_with(begins_with)) return library;
  return {};
}

}  // namespace xp
