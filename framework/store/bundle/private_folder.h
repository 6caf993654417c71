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
/// Those beside it that a killed process left more than a minute ago and that hold nothing but what is called
/// `content` and something more.
void remove_abandoned(const std::string& beside, const std::string& content);

}  // namespace xp
