#include "registry/datasets/reading/manifest_file.h"
#include "registry/datasets/reading/patients.h"

namespace xp {
namespace {

using namespace reading;

/// Classes are folders, or come from a manifest. What the manifest says of a group or source goes before what the files
/// say; a patient of whom it groups some pictures alone stays whole (groups_of). A file that names no patient stands
/// alone; one whose head cannot be read might be anybody's and is not listed.
struct Dicom : Files {
  static constexpr const char* doc = "DICOM radiographs, a patient's kept together; ids leave as keyed hashes alone.";
  std::string window = "own", source = "none";

  static void describe(Params<Dicom>& p) {
    p("path", &Dicom::path, "folder that holds one folder a class, or a CSV as of dataset manifest").path();
    p("window", &Dicom::window,
      "own: what the file's first window, or else its VOI LUT, shows; full: from its darkest to its brightest pixel, "
      "as "
      "also where it has neither")
        .one_of({"own", "full"});
    p("source", &Dicom::source, "device: manufacturer and model become a sample's source; none: they are not looked at")
        .one_of({"none", "device"});
    describe_reading(p);
  }

  Listing list() const override {
    Listing listing = listed();
    listing.dicom_window = dicom_window();
    std::vector<std::string> files, problems;
    std::vector<Sample> samples;
    std::vector<Owner> owners;
    for (const Sample& sample : listing.samples) files.push_back(sample.path);
    const std::vector<DicomHead> heads = dicom_heads(files);
    for (std::size_t i = 0; i < heads.size(); ++i) {
      Sample& sample = listing.samples[i];
      if (!heads[i].problem.empty()) {
        problems.push_back("  " + printable(sample.path) + ": " + heads[i].problem);
        listing.skipped.push_back(sample.name + ": " + heads[i].problem);
        continue;
      }
      owners.push_back({sample.group, heads[i].patient, heads[i].id});
      if (sample.source.empty() && source == "device") sample.source = heads[i].device;
      samples.push_back(std::move(sample));
    }
    const std::vector<std::string> groups = groups_of(owners);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i].group = groups[i];
    listing.samples = std::move(samples);
    if (!problems.empty() && !listing.skip_unreadable)
      throw Error(std::to_string(problems.size()) + " of " + std::to_string(files.size()) + " files cannot be read:\n" +
                      join(problems, "\n"),
                  "mend or remove them, or --set dataset.unreadable=skip to leave them out and have that recorded");
    return listing;
  }

  bool dicom_window() const override { return window == "own"; }

 private:
  Listing listed() const {
    const std::string file = fs::is_regular_file(path) ? fs::absolute(path).lexically_normal().string() : "";
    if (!file.empty()) {
      Named named = read_manifest(file);
      return of(std::move(named.classes), std::move(named.samples));
    }
    const fs::path root = existing_folder(path, "dicom");
    const std::vector<std::string> classes = class_folders(root);
    return of(classes, samples_by_class(root, classes, is_dicom));
  }
};
XP_PLUGIN("dicom", Dicom)

}  // namespace
}  // namespace xp
