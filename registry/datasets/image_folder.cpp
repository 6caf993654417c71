#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/experiment.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

bool hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// Names in a folder that are not hidden, sorted by bytes.
std::vector<std::string> names(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (!hidden(i->path())) out.push_back(i->path().filename().string());
  if (error) throw Error("cannot read the folder " + folder.string() + ": " + error.message());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> folders(const fs::path& folder) {
  std::vector<std::string> out = names(folder);
  std::erase_if(out, [&](const std::string& name) { return !fs::is_directory(folder / name); });
  return out;
}

/// Classes are the folders in `path`, in the order of their bytes; images may lie deeper in them. Hidden files, files
/// beside the class folders and files of other types are left out; links are followed. The content's SHA-256 is left
/// to the caller, which reads the files anyway.
struct ImageFolder : Dataset {
  static constexpr const char* doc = "Images in one folder a class.";
  std::string path, color = "grey", unreadable = "refuse";

  static void describe(Params<ImageFolder>& p) {
    p("path", &ImageFolder::path, "folder that holds one folder a class").path();
    p("color", &ImageFolder::color,
      "grey or rgb: scans of radiographs may be tinted, by class, which an rgb network learns instead of the anatomy")
        .one_of({"grey", "rgb"});
    p("unreadable", &ImageFolder::unreadable, "refuse to run with a file that cannot be decoded, or skip and record it")
        .one_of({"refuse", "skip"});
  }

  Listing list() const override {
    const fs::path root = existing_folder();
    Listing listing;
    listing.channels = color == "rgb" ? 3 : 1;
    listing.skip_unreadable = unreadable == "skip";
    listing.classes = class_folders(root);
    for (std::size_t label = 0; label < listing.classes.size(); ++label) {
      std::vector<std::string> images;
      std::set<fs::path> visited;
      collect(root, listing.classes[label], images, visited);
      if (images.empty())
        throw Error("class folder " + (root / listing.classes[label]).string() + " has no images",
                    "put jpg, png, tif or bmp files there, or remove the folder");
      std::sort(images.begin(), images.end());
      for (const std::string& name : images)
        listing.samples.push_back({name, (root / name).string(), static_cast<int>(label), "", ""});
    }
    return listing;
  }

 private:
  fs::path existing_folder() const {
    if (path.empty()) throw Error("dataset image_folder needs a folder of images", "say which: --data DIR");
    fs::path root = fs::absolute(path).lexically_normal();
    if (!root.has_filename()) root = root.parent_path();  // "data/als/"
    if (fs::is_directory(root)) return root;
    if (fs::exists(root))
      throw Error(root.string() + " is not a folder", "--data takes a folder that holds one folder a class");
    const fs::path parent = root.parent_path();
    std::string near;
    if (fs::is_directory(parent)) near = nearest(root.filename().string(), folders(parent));
    throw Error("there is no folder " + root.string(), near.empty()
                                                           ? "say where the images are: --data DIR"
                                                           : "did you mean \"" + (parent / near).string() + "\"?");
  }

  static std::vector<std::string> class_folders(const fs::path& root) {
    std::vector<std::string> classes = folders(root);
    if (classes.empty())
      throw Error(root.string() + " holds no class folders", "put the images of each class into a folder of its own");
    if (classes.size() == 1)
      throw Error(root.string() + " holds one class, \"" + classes[0] + "\"; a classifier needs at least two",
                  folders(root / classes[0]).empty() ? "put the images of each class into a folder of its own"
                                                     : "did you mean \"" + (root / classes[0]).string() + "\"?");
    return classes;
  }

  /// Adds the images under root/inner by their place in the root. Each real folder is entered once, so that a link to
  /// a folder above ends.
  static void collect(const fs::path& root, const std::string& inner, std::vector<std::string>& images,
                      std::set<fs::path>& visited) {
    if (!visited.insert(fs::canonical(root / inner)).second) return;
    for (const std::string& name : names(root / inner)) {
      const std::string place = inner + "/" + name;
      if (fs::is_directory(root / place))
        collect(root, place, images, visited);
      else if (is_image_name(name) && fs::is_regular_file(root / place))
        images.push_back(place);
      else if (is_image_name(name))
        throw Error((root / place).string() + " leads nowhere", "a broken link: repair or remove it");
    }
  }
};
XP_PLUGIN("image_folder", ImageFolder)

}  // namespace
}  // namespace xp
