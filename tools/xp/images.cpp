#include "tools/xp/images.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/base/error.h"
#include "framework/data/image.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

void collect(const fs::path& folder, std::vector<std::string>& images, std::set<fs::path>& visited) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (!error && !visited.insert(real).second) return;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    std::error_code leads_nowhere;
    const fs::path& path = i->path();
    if (path.filename().string().starts_with('.')) continue;
    if (fs::is_directory(path, leads_nowhere))
      collect(path, images, visited);
    else if (is_image_name(path.string()) || is_dicom_name(path.string()))
      images.push_back(path.string());
  }
  if (error) throw Error("cannot read the folder " + folder.string() + ": " + error.message());
}

}  // namespace

std::vector<std::string> images_of(const std::vector<std::string>& named) {
  std::vector<std::string> out;
  for (const std::string& path : named) {
    std::error_code error;
    const fs::file_status found = fs::status(path, error);
    if (found.type() == fs::file_type::not_found) throw Error("there is no file " + path);
    if (error) throw Error("cannot read " + path + ": " + error.message());
    if (found.type() != fs::file_type::directory) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    std::set<fs::path> visited;
    collect(path, inside, visited);
    if (inside.empty())
      throw Error("there are no images in " + path, "jpg, jpeg, png, tif, tiff, bmp and dcm are read");
    std::sort(inside.begin(), inside.end());
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

}  // namespace xp
