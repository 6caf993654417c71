#include "framework/store/bundle/private_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "framework/base/disk.h"
#include "framework/base/error.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

bool is_abandoned(const fs::path& folder, const std::string& content) {
  std::error_code none;
  if (!fs::is_directory(fs::symlink_status(folder, none))) return false;
  if (fs::file_time_type::clock::now() - fs::last_write_time(folder, none) < std::chrono::minutes(1) || none)
    return false;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none))
    if (!entry.path().filename().string().starts_with(content)) return false;
  const int fd = none ? -1 : ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool free = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
  ::close(fd);
  return free;
}

}  // namespace

void remove_abandoned(const std::string& beside, const std::string& content) {
  const fs::path place(beside);
  const std::string begin = place.filename().string() + ".tmp";
  std::vector<fs::path> gone;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(place.parent_path(), none)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(begin) && name.size() == begin.size() + 6 && is_abandoned(entry.path(), content))
      gone.push_back(entry.path());
  }
  for (const fs::path& folder : gone) fs::remove_all(folder, none);
}

PrivateFolder::PrivateFolder(const std::string& beside) : path_(beside + ".tmpXXXXXX") {
  if (::mkdtemp(path_.data())) {
    held_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (held_ >= 0) ::flock(held_, LOCK_EX | LOCK_NB);
    return;
  }
  const std::string what = "cannot write beside " + beside + ": " + std::strerror(errno);
  if (means_full(errno)) throw DiskFull(what);
  throw Error(what, "write elsewhere: nothing can be written there");
}

PrivateFolder::~PrivateFolder() {
  std::error_code none;
  std::filesystem::remove_all(path_, none);
  if (held_ >= 0) ::close(held_);
}

}  // namespace xp
