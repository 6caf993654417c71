#include "registry/datasets/reading/files.h"

namespace xp {
namespace {

/// Classes are the folders in `path`, in the order of their bytes; images may lie deeper in them. Hidden files, files
/// beside the class folders and files of other types are left out; links are followed. The content's SHA-256 is left
/// to the caller, which reads the files anyway.
struct ImageFolder : reading::Files {
  static constexpr const char* doc = "Images in one folder a class.";

  static void describe(Params<ImageFolder>& p) {
    p("path", &ImageFolder::path, "folder that holds one folder a class").path();
    describe_reading(p);
  }

  Listing list() const override {
    const std::filesystem::path root = reading::existing_folder(path, "image_folder");
    const std::vector<std::string> classes = reading::class_folders(root);
    return of(classes, reading::samples_by_class(root, classes, reading::is_image));
  }
};
XP_PLUGIN("image_folder", ImageFolder)

}  // namespace
}  // namespace xp
