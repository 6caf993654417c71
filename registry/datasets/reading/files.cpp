#include "registry/datasets/reading/files.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>

namespace xp::reading {
namespace {

bool hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// False for a link to itself, too.
bool is_folder(const fs::path& path) {
  std::error_code unknown;
  return fs::is_directory(path, unknown);
}

/// Names in a folder that are not hidden, sorted by bytes.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (!hidden(i->path())) out.push_back(i->path().filename().string());
  if (error) throw Error("cannot read the folder " + folder.string() + ": " + error.message());
  std::sort(out.begin(), out.end());
  return out;
}

void collect(const fs::path& root, const std::string& inner, Wanted wanted, std::vector<std::string>& files,
             std::set<fs::path>& visited) {
  if (!visited.insert(fs::canonical(root / inner)).second) return;
  for (const std::string& name : names_in(root / inner)) {
    const std::string place = inner + "/" + name;
    std::error_code unknown;
    const fs::file_status status = fs::status(root / place, unknown);
    if (fs::is_directory(status))
      collect(root, place, wanted, files, visited);
    else if (!fs::exists(status) && wanted(root / place))
      throw Error((root / place).string() + " leads nowhere", "a broken link: repair or remove it");
    else if (fs::is_regular_file(status) && wanted(root / place))  // a pipe would keep its reader waiting
      files.push_back(place);
  }
}

}  // namespace

bool tells_sides(const std::vector<std::string>& classes) {
  static const std::set<std::string> sides{"left",   "right",  "l",        "r",         "lt",     "rt",     "levo",
                                           "laevo",  "dextro", "sinister", "sinistra",  "dexter", "dextra", "links",
                                           "rechts", "gauche", "droite",   "izquierda", "derecha"};
  static const std::set<std::string> curves{"3ch", "3ctl", "3cn", "3cl", "4c", "4cl", "4ctl"};
  const auto tells = [](const std::string& name) {
    if (curves.count(lower(name))) return true;
    std::string word;
    for (std::size_t i = 0; i <= name.size(); ++i) {
      const auto c = static_cast<unsigned char>(i < name.size() ? name[i] : ' ');
      const bool starts = std::isupper(c) && !word.empty() && std::islower(static_cast<unsigned char>(word.back()));
      const bool letter = std::isalpha(c) || c >= 0x80;  // of UTF-8
      if (!letter || starts) {
        const bool level = word.size() == 1 && std::isdigit(c);  // L1, a vertebra
        if (!level && sides.count(lower(word))) return true;
        word.clear();
      }
      if (letter) word += static_cast<char>(c);
    }
    return false;
  };
  return std::any_of(classes.begin(), classes.end(), tells);
}

Listing Files::of(std::vector<std::string> classes, std::vector<Sample> samples) const {
  Listing listing;
  listing.channels = color == "rgb" ? 3 : 1;
  listing.skip_unreadable = unreadable == "skip";
  listing.lateral = lateral == "yes" || (lateral == "auto" && tells_sides(classes));
  listing.classes = std::move(classes);
  listing.samples = std::move(samples);
  return listing;
}

fs::path existing_folder(const std::string& path, const std::string& dataset) {
  if (path.empty()) throw Error("dataset " + dataset + " needs a folder of images", "say which: --data DIR");
  fs::path root = fs::absolute(path).lexically_normal();
  if (!root.has_filename()) root = root.parent_path();  // "data/als/"
  if (is_folder(root)) return root;
  if (std::error_code unknown; fs::exists(root, unknown))
    throw Error(root.string() + " is not a folder", "--data takes a folder that holds one folder a class");
  const fs::path parent = root.parent_path();
  std::string near;
  if (is_folder(parent)) near = nearest(root.filename().string(), folders_in(parent));
  throw Error("there is no folder " + root.string(), near.empty()
                                                         ? "say where the images are: --data DIR"
                                                         : "did you mean \"" + (parent / near).string() + "\"?");
}

std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> out = names_in(folder);
  std::erase_if(out, [&](const std::string& name) { return !is_folder(folder / name); });
  return out;
}

std::vector<std::string> class_folders(const fs::path& root) {
  std::vector<std::string> classes = folders_in(root);
  if (classes.empty())
    throw Error(root.string() + " holds no class folders", "put the images of each class into a folder of its own");
  if (classes.size() == 1)
    throw Error(root.string() + " holds one class, \"" + classes[0] + "\"; a classifier needs at least two",
                folders_in(root / classes[0]).empty() ? "put the images of each class into a folder of its own"
                                                      : "did you mean \"" + (root / classes[0]).string() + "\"?");
  return classes;
}

bool is_image(const fs::path& file) { return is_image_name(file.filename().string()); }

bool is_dicom(const fs::path& file) {
  const std::string name = file.filename().string();
  if (lower(name) == "dicomdir") return false;
  char head[132] = {};
  std::ifstream in(file, std::ios::binary);
  in.read(head, sizeof head);
  return std::string_view(head + 128, 4) == "DICM" || is_dicom_name(name);
}

std::vector<std::string> files_below(const fs::path& root, const std::string& inner, Wanted wanted) {
  std::vector<std::string> files;
  std::set<fs::path> visited;
  collect(root, inner, wanted, files, visited);
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<Sample> samples_by_class(const fs::path& root, const std::vector<std::string>& classes, Wanted wanted) {
  std::vector<Sample> samples;
  for (std::size_t label = 0; label < classes.size(); ++label) {
    const std::string folder = (root / classes[label]).string();
    const std::vector<std::string> files = files_below(root, classes[label], wanted);
    if (files.empty() && wanted == is_dicom) throw Error("class folder " + folder + " has no DICOM files");
    if (files.empty() && !files_below(root, classes[label], is_dicom).empty())
      throw Error("class folder " + folder + " has DICOM files alone", "--set dataset=dicom reads them");
    if (files.empty())
      throw Error("class folder " + folder + " has no images",
                  "put jpg, png, tif or bmp files there, or remove the folder");
    for (const std::string& name : files)
      samples.push_back({name, (root / name).string(), static_cast<int>(label), "", ""});
  }
  return samples;
}

}  // namespace xp::reading
