// Where the pictures of `xp explain` go: a folder that belongs to one run, one name for each image.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace xp {

class PictureFolder {
 public:
  /// Makes the folder, or continues one that this run of this home filled before; what it is remembered by is its
  /// explained.json. Throws Error, before anything is computed, for a folder that holds something else, for one that
  /// cannot be written to, and when a name there already stands for another image.
  PictureFolder(const std::string& folder, const std::string& home, const std::string& run,
                const std::vector<std::string>& images);

  /// "Scol/N12.gradcam.Scol.png" below the folder: the image's place below what all of them share, the method, and the
  /// class that is explained. Returns its path.
  std::string add(const std::string& image, const std::string& method, const std::string& class_name,
                  const std::string& png) const;
  const std::string& path() const { return folder_; }

 private:
  std::string folder_;
  std::map<std::string, std::string> names_;  // of each image by its absolute path
};

}  // namespace xp
