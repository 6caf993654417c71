#include "framework/store/bundle/private_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "framework/base/disk.h"
#include "framework/base/error.h"

namespace xp {

PrivateFolder::PrivateFolder(const std::string& beside) : path_(beside + ".tmpXXXXXX") {
  if (::mkdtemp(path_.data())) {
    held_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (held_ >= 0) ::flock(held_, LOCK_EX | LOCK_NB);
    return;
  }
  const std::string what = "cannot write beside " + beside + ": " + std::strerror(errno);
  if (means_full(errno)) throw DiskFull(what);
  throw Error(what);
}

PrivateFolder::~PrivateFolder() {
  std::error_code none;
  std::filesystem::remove_all(path_, none);
  if (held_ >= 0) ::close(held_);
}

}  // namespace xp
