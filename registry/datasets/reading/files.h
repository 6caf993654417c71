// What datasets of files have in common.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "framework/experiment.h"

namespace xp::reading {

namespace fs = std::filesystem;

/// Whether one of these classes is another one in the mirror: their names hold left, right, l, r, lt, rt or a
/// side in Latin or a neighbouring language as words ("scoliosis-L", "LeftCurve", "dextro"; not L1, a vertebra), or are
/// the ALS curve types 3CH 3CTL 3CN 3CL 4C 4CL 4CTL, which say where the thoracic curve's side leads.
bool tells_sides(const std::vector<std::string>& classes);

/// Settings that all of them have, and what follows from them.
struct Files : Dataset {
  std::string path, color = "grey", unreadable = "refuse", lateral = "auto";

  template <class P>
  static void describe_reading(Params<P>& p) {
    p("color", &Files::color,
      "grey or rgb: scans of radiographs may be tinted, by class, which an rgb network learns instead of the anatomy")
        .one_of({"grey", "rgb"});
    p("unreadable", &Files::unreadable, "refuse to run with a file that cannot be decoded, or skip and record it")
        .one_of({"refuse", "skip"});
    p("lateral", &Files::lateral,
      "whether left and right make a class, so that no image may be mirrored; auto: where the names of classes say so")
        .one_of({"auto", "yes", "no"})
        .later();
  }

  /// With what the settings say of every sample.
  Listing of(std::vector<std::string> classes, std::vector<Sample> samples) const;
};

/// `path` of `dataset`, absolute. Throws Error with the nearest folder beside it where there is none.
fs::path existing_folder(const std::string& path, const std::string& dataset);

/// Names of folders in a folder that are not hidden, sorted by bytes.
std::vector<std::string> folders_in(const fs::path& folder);
/// Those of `root` as classes. Throws Error when they are fewer than two.
std::vector<std::string> class_folders(const fs::path& root);

/// Whether a file is one of a dataset's; asked of links that lead nowhere, too, which are refused then.
using Wanted = bool (*)(const fs::path& file);
bool is_image(const fs::path& file);
/// By content, or, where that cannot be read, by its ending; DICOMDIR is none.
bool is_dicom(const fs::path& file);

/// What is wanted below root/inner, as places in root, sorted. Hidden files are left out; links are followed, and each
/// real folder is entered once.
std::vector<std::string> files_below(const fs::path& root, const std::string& inner, Wanted wanted);

/// Samples of the files in the class folders of `root`, by class, then place. Throws Error for a class without any.
std::vector<Sample> samples_by_class(const fs::path& root, const std::vector<std::string>& classes, Wanted wanted);

}  // namespace xp::reading
