// A folder that is gone with its owner.
#pragma once
#include <filesystem>
#include <string>

namespace xp {

class PrivateFolder {
 public:
  /// `beside` and a few letters. Throws Error.
  explicit PrivateFolder(const std::string& beside);
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
  int held_ = -1;  // locked while its owner lives, so that what a killed one left is told from what is in use
};

}  // namespace xp
