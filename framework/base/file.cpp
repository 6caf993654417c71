#include "framework/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>
#include <utility>

#include "framework/base/disk.h"
#include "framework/base/error.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& action, const std::string& path) {
  const std::string what = "cannot " + action + " " + path + ": " + std::strerror(errno);
  if (means_full(errno)) throw DiskFull(what);
  throw Error(what);
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) refuse("read", path);
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

namespace {

/// False, with errno, when something could not be written.
bool pour(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return content.empty();
}

/// As `pour`, and closes the descriptor.
bool fill(int fd, std::string_view content, bool sync) {
  const bool written = pour(fd, content) && (!sync || ::fsync(fd) == 0);
  const int reason = errno;
  const bool closed = ::close(fd) == 0;
  if (!written) errno = reason;
  return written && closed;
}

/// A new file beside a path, nobody else's: not a thread's of this process, nor one's whose process goes by the same
/// number in a container. With errno where none could be made.
std::pair<std::string, int> new_beside(const std::string& path) {
  static std::atomic<std::uint64_t> number = 0;
  for (;;) {
    const std::string name = path + ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(++number);
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd >= 0 || errno != EEXIST) return {name, fd};
  }
}

}  // namespace

void write_file(const std::string& path, std::string_view content) {
  std::error_code none;
  const bool regular = !fs::exists(path, none) || fs::is_regular_file(path, none);
  const std::string target = fs::is_symlink(path, none) && regular ? fs::weakly_canonical(path, none).string() : path;
  const auto [temporary, fd] =
      regular ? new_beside(target) : std::pair(target, ::open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  if (fd < 0) refuse("write", path);
  if (fill(fd, content, regular) && (!regular || std::rename(temporary.c_str(), target.c_str()) == 0)) return;
  const int reason = errno;
  if (regular) ::unlink(temporary.c_str());
  errno = reason;
  refuse("write", path);
}

NewFile::NewFile(const std::string& path) : path_(path) {
  std::tie(temporary_, descriptor_) = new_beside(path);
  if (descriptor_ < 0) refuse("write", path);
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

void NewFile::write(std::string_view bytes) {
  if (!pour(descriptor_, bytes)) refuse("write", path_);
}

void NewFile::keep(bool sync) {
  if (sync && ::fsync(descriptor_) != 0) refuse("write", path_);
  const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
  if (closed && std::rename(temporary_.c_str(), path_.c_str()) == 0) return;
  const int reason = errno;
  ::unlink(temporary_.c_str());
  errno = reason;
  refuse("write", path_);
}

void make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error && !fs::is_directory(path)) {
    errno = error.value();
    refuse("create", path);
  }
}

std::string absolute(const std::string& path) { return fs::absolute(path).lexically_normal().string(); }

std::string cache_folder() {
  if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) return absolute(cache) + "/xp";
  const std::string home = variable("HOME");
  return (home.empty() ? "/tmp" : home) + "/.cache/xp";
}

std::string home_folder() {
  const std::string home = variable("XP_HOME");
  return absolute(home.empty() ? ".xp" : home);
}

std::string program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().string();
}

FileLock::FileLock(const std::string& path) : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) refuse("lock", path);
  while (::flock(descriptor_, LOCK_EX) != 0)
    if (errno != EINTR) refuse("lock", path);
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace xp
