#include "tools/xp/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "framework/base/error.h"
#include "framework/base/file.h"

namespace xp {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The deepest folder that holds all of them.
fs::path shared_folder(const std::vector<fs::path>& files) {
  fs::path shared = files.at(0).parent_path();
  for (const fs::path& file : files) {
    const fs::path other = file.parent_path();
    const auto end = std::mismatch(shared.begin(), shared.end(), other.begin(), other.end()).first;
    fs::path both;
    for (auto part = shared.begin(); part != end; ++part) both /= *part;
    shared = both;
  }
  return shared;
}

/// Names by absolute path: without the ending, unless two images would share a name.
std::map<std::string, std::string> names_of(const std::vector<std::string>& images) {
  std::set<fs::path> files;
  for (const std::string& image : images) files.insert(absolute(image));
  const fs::path shared = shared_folder({files.begin(), files.end()});
  std::map<fs::path, int> with_stem;
  for (const fs::path& file : files) ++with_stem[fs::path(file).replace_extension()];
  std::map<std::string, std::string> out;
  std::set<fs::path> taken;
  for (const fs::path& file : files) {
    const fs::path stem = fs::path(file).replace_extension();
    fs::path name = (with_stem[stem] == 1 ? stem : file).lexically_relative(shared);
    while (!taken.insert(name).second) name += "_";
    out[file] = name;
  }
  return out;
}

std::string file_name(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c == '/' || c < 0x20; }, '_');
  return text;
}

}  // namespace

PictureFolder::PictureFolder(const std::string& folder, const std::string& home, const std::string& run,
                             const std::vector<std::string>& images)
    : folder_(folder), names_(names_of(images)) {
  const char* elsewhere = "another folder: --out DIR";
  const std::string claim = folder + "/explained.json";
  Json known{{"run", run}, {"home", home}, {"images", Json::object()}};
  std::error_code missing;
  if (fs::exists(claim, missing)) {
    const Json found = Json::parse(read_file(claim), nullptr, false);
    if (!found.is_object() || found.value("run", "") != run || found.value("home", "") != home)
      throw Error(fmt::format("{} holds the heat maps of {}", folder,
                              found.is_object() ? found.value("run", "another run") : "another run"),
                  elsewhere);
    known = found;
  } else if (fs::exists(folder, missing) && !fs::is_empty(folder, missing)) {
    throw Error(folder + " is not empty, and not a folder of heat maps", elsewhere);
  }
  for (const auto& [image, name] : names_) {
    const std::string before = known["images"].value(name, image);
    if (before != image) throw Error(fmt::format("{}/{} is already a heat map of {}", folder, name, before), elsewhere);
    known["images"][name] = image;
  }
  make_folder(folder);
  write_file(claim, known.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string PictureFolder::add(const std::string& image, const std::string& method, const std::string& class_name,
                               const std::string& png) const {
  const fs::path path =
      fs::path(folder_) / fmt::format("{}.{}.{}.png", names_.at(absolute(image)), method, file_name(class_name));
  make_folder(path.parent_path());
  write_file(path, png);
  return path;
}

}  // namespace xp
