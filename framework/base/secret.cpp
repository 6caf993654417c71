#include "framework/base/secret.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"

namespace xp {
namespace {

constexpr std::size_t size = 32;

[[noreturn]] void refuse(const std::string& action, const std::string& path) {
  throw Error(fmt::format("cannot {} the key {}: {}", action, path, std::strerror(errno)));
}

/// A link to a finished file appears at once or not at all, and never replaces another's.
void make(const std::string& path) {
  std::array<char, size> bytes;
  if (::getrandom(bytes.data(), size, 0) != static_cast<ssize_t>(size)) refuse("draw", path);
  make_folder(std::filesystem::path(path).parent_path().string());
  std::string temporary = path + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);  // readable by its owner alone
  if (file < 0) refuse("write", path);
  const bool written = ::write(file, bytes.data(), size) == static_cast<ssize_t>(size) && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  const bool there = written && closed && (::link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int reason = errno;
  ::unlink(temporary.c_str());
  errno = reason;
  if (!there) refuse("write", path);
}

}  // namespace

std::string secret_key(const std::string& path) {
  if (!std::filesystem::exists(path)) make(path);
  const std::string key = read_file(path);
  if (key.size() != size)
    throw Error(fmt::format("{} is no key: it has {} bytes, not {}", path, key.size(), size),
                "put the right one back, or remove it: a new one is drawn, and what was hashed by the old one is no "
                "longer recognised");
  return key;
}

}  // namespace xp
