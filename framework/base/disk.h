// Room on a disk.
#pragma once
#include <cstdint>
#include <string>

#include "framework/base/error.h"

namespace xp {

/// There is no room left, on the disk or in a user's share of it. Whoever can wait for room tries again.
class DiskFull : public Error {
 public:
  explicit DiskFull(const std::string& what,
                    std::string hint = "make room on that disk, then run the same command again")
      : Error(what, std::move(hint), Exit::failed) {}
};

/// Whether an errno says so.
bool means_full(int error);
/// That a user may still write where this path is; 0 where nobody can say.
double free_bytes(const std::string& path);
/// So little is left where this path is that even a small write may fail.
bool nearly_full(const std::string& path);
/// A file of so many bytes that are really taken, to be removed when the last words need room. Does nothing where it
/// is there already, or where there is no room for it.
void reserve_room(const std::string& path, std::uint64_t bytes);
/// What a file holds, or which names a folder has, survives a loss of power from now on. Throws Error, and DiskFull.
void sync_to_disk(const std::string& path);

}  // namespace xp
