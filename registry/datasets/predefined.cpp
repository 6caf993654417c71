#include <algorithm>
#include <map>
#include <set>

#include "registry/datasets/reading/files.h"

namespace xp {
namespace {

using namespace reading;

/// In each part's folder, classes as in image_folder; a class may be missing in validation and test. Split predefined
/// then takes the parts as they are.
struct Predefined : Files {
  static constexpr const char* doc = "Images that somebody has split: folders train, val and test, classes inside.";

  static void describe(Params<Predefined>& p) {
    p("path", &Predefined::path,
      "folder that holds train, val (valid, validation) and test, one folder a class in each")
        .path();
    describe_reading(p);
  }

  Listing list() const override {
    const fs::path root = existing_folder(path, "predefined");
    const std::map<Part, std::string> folders = part_folders(root);
    std::set<std::string> all;
    for (const auto& [part, folder] : folders)
      for (const std::string& name : folders_in(root / folder)) all.insert(name);
    const std::vector<std::string> classes(all.begin(), all.end());
    if (classes.size() < 2)
      throw Error(root.string() + " holds fewer than two classes",
                  "put the images of each class into a folder of its own in train, val and test");
    std::vector<Sample> samples;
    for (std::size_t label = 0; label < classes.size(); ++label)
      for (const auto& [part, folder] : folders) {
        const std::string inner = folder + "/" + classes[label];
        const std::vector<std::string> files =
            fs::is_directory(root / inner) ? files_below(root, inner, is_image) : std::vector<std::string>{};
        if (files.empty() && part == Part::train)
          throw Error(
              (root / inner).string() + " has no images, and so nothing to learn class " + classes[label] + " from",
              suggestion(classes[label], folders_in(root / folder)));
        for (const std::string& name : files) {
          Sample sample{name, (root / name).string(), static_cast<int>(label), "", ""};
          sample.part = part;
          samples.push_back(std::move(sample));
        }
      }
    return of(classes, std::move(samples));
  }

 private:
  static std::map<Part, std::string> part_folders(const fs::path& root) {
    std::map<Part, std::string> out;
    const std::vector<std::string> there = folders_in(root);
    for (const std::string& folder : there) {
      const std::optional<Part> part = part_named(folder);
      if (!part) continue;
      if (const auto [taken, fresh] = out.emplace(*part, folder); !fresh)
        throw Error(root.string() + " holds both " + taken->second + " and " + folder, "one of them is enough");
    }
    if (!out.count(Part::train))
      throw Error(root.string() + " holds no folder train", there.empty() ? "" : suggestion("train", there));
    if (out.size() == 1)
      throw Error(
          root.string() + " holds train, but neither val nor test",
          "--set dataset=image_folder reads " + (root / out[Part::train]).string() + " and leaves the split to xp");
    return out;
  }
};
XP_PLUGIN("predefined", Predefined)

}  // namespace
}  // namespace xp
