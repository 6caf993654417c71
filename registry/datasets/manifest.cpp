#include "registry/datasets/reading/manifest_file.h"

namespace xp {
namespace {

using namespace reading;

/// JPEG, PNG, TIFF, BMP or DICOM, told by content; only dicom takes patients from the files.
struct Manifest : Files {
  static constexpr const char* doc = "Images that a CSV file names, with labels and what else is known of them.";

  static void describe(Params<Manifest>& p) {
    p("path", &Manifest::path,
      "CSV with a header: path (relative to the file) and label; if known group, source, split, fold and weight. A "
      "group is recorded and shown as it is written: no patient's name or number there")
        .path();
    describe_reading(p);
  }

  Listing list() const override {
    if (path.empty()) throw Error("dataset manifest needs a CSV file", "say which: --set dataset.path=FILE.csv");
    const fs::path file = fs::absolute(path).lexically_normal();
    std::error_code unknown;  // a link to itself is no file
    if (fs::is_directory(file, unknown))
      throw Error(file.string() + " is a folder", "name the CSV file in it, or --set dataset=image_folder");
    if (!fs::exists(file, unknown)) {
      std::vector<std::string> beside;
      if (fs::is_directory(file.parent_path()))
        for (const auto& entry : fs::directory_iterator(file.parent_path()))
          beside.push_back(entry.path().filename().string());
      const std::string near = nearest(file.filename().string(), beside);
      throw Error("there is no file " + file.string(),
                  near.empty() ? "say where the manifest is" : "did you mean \"" + near + "\"?");
    }
    Named named = read_manifest(file);
    return of(std::move(named.classes), std::move(named.samples));
  }
};
XP_PLUGIN("manifest", Manifest)

}  // namespace
}  // namespace xp
