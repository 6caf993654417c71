// Files and places. All functions throw Error naming the path and the system's reason; DiskFull where that is the
// reason.
#pragma once
#include <string>
#include <string_view>

namespace xp {

std::string read_file(const std::string& path);
/// Written to a temporary name beside it, synced, renamed: a reader sees the old content or the new, never a part.
/// Links are followed; what is no regular file, such as /dev/stdout, is written to directly.
void write_file(const std::string& path, std::string_view content);

/// What is written piece by piece and appears whole under its name, or not at all.
class NewFile {
 public:
  explicit NewFile(const std::string& path);
  ~NewFile();  // what was not kept is gone
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes);
  /// Renamed into place; synced first where it is to survive the machine, not the process alone.
  void keep(bool sync);

 private:
  std::string path_, temporary_;
  int descriptor_;
};

/// With its parents.
void make_folder(const std::string& path);
/// Absolute and without "." and ".."; symbolic links stay.
std::string absolute(const std::string& path);

/// $XDG_CACHE_HOME/xp, else ~/.cache/xp.
std::string cache_folder();
/// $XP_HOME, else .xp in the working directory; absolute.
std::string home_folder();
/// The folder of the running program.
std::string program_folder();

/// An advisory lock on a file, held until destruction; waits for other processes.
class FileLock {
 public:
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace xp
