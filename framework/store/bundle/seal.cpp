#include "framework/store/bundle/seal.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = 1 << 20;
constexpr std::size_t length = 80;
constexpr const char* sqlite = "SQLite format 3";

std::string line(const std::string& hash) { return "xprun 1 sha256 " + hash + "\n"; }

/// Calls `each(bytes)` for the file's next `size` bytes, piece by piece.
template <class F>
void pieces(std::ifstream& in, const std::string& file, std::uintmax_t size, F each) {
  std::string buffer;
  for (; size > 0; size -= buffer.size()) {
    PoliteInterrupt::end_if_pending();
    buffer.resize(static_cast<std::size_t>(std::min<std::uintmax_t>(piece, size)));
    if (!in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) throw Error("cannot read " + file);
    each(buffer);
  }
}

}  // namespace

bool is_sealed(const std::string& file) {
  std::error_code none;
  const std::uintmax_t size = fs::is_regular_file(file, none) ? fs::file_size(file, none) : 0;
  if (none || size <= length) return false;
  std::ifstream in(file, std::ios::binary);
  std::string head(std::string(sqlite).size(), '\0'), last(std::string("xprun ").size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  in.seekg(static_cast<std::streamoff>(size - length));
  in.read(last.data(), static_cast<std::streamsize>(last.size()));
  return in && head == sqlite && last == "xprun ";
}

void seal(const std::string& file, const std::string& to) {
  std::ifstream in(file, std::ios::binary);
  NewFile sealed(to);
  pieces(in, file, fs::file_size(file), [&](const std::string& bytes) { sealed.write(bytes); });
  sealed.write(line(sha256_of_file(file)));
  sealed.keep(true);
}

void copy_sealed(const std::string& file, const std::string& to) {
  if (!fs::is_regular_file(file))
    throw Error(fs::exists(file) ? file + " is no file" : "there is no file " + file, "xp import FILE.xprun");
  std::ifstream in(file, std::ios::binary);
  const std::uintmax_t size = fs::file_size(file);
  std::string head(std::min<std::uintmax_t>(size, std::string(sqlite).size()), '\0');
  if (!in.read(head.data(), static_cast<std::streamsize>(head.size()))) throw Error("cannot read " + file);
  if (head != sqlite || size <= length)
    throw Error(file + " holds no runs as xp export writes them", "xp export run12 FILE.xprun makes such a file");
  in.seekg(0);
  NewFile copy(to);
  pieces(in, file, size - length, [&](const std::string& bytes) { copy.write(bytes); });
  std::string last(length, '\0');
  in.read(last.data(), length);
  copy.keep(false);
  if (last.rfind("xprun 1 sha256 ", 0) != 0)
    throw Error(last.rfind("xprun ", 0) == 0
                    ? file + " was written by a newer version of xp"
                    : file + " is cut short, or is another SQLite database: its last line is not a bundle's",
                "copy it again from where it was exported; nothing was imported");
  if (last != line(sha256_of_file(to)))
    throw Error(file + " is not as it was written: its SHA-256 is another one",
                "copy it again from where it was exported; nothing was imported");
}

}  // namespace xp
