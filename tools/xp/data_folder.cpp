#include "tools/xp/data_folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "framework/data/sample.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// A folder in which somebody has divided: it holds one to train and one by which to judge.
bool is_divided(const fs::path& folder) {
  std::set<Part> found;
  std::error_code none;
  for (fs::directory_iterator it(folder, none), end; !none && it != end; it.increment(none))
    if (const auto part = part_named(it->path().filename().string()); part && fs::is_directory(it->path(), none))
      found.insert(*part);
  return found.count(Part::train) && found.size() > 1;
}

/// By content, as many have no ending, or by that. A DICOMDIR is an index of others.
bool is_dicom(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name == "DICOMDIR") return false;
  char head[132] = {};
  std::ifstream(file, std::ios::binary).read(head, sizeof head);
  return std::string_view(head + 128, 4) == "DICM" || is_dicom_name(name);
}

struct Counts {
  std::size_t images = 0, dicom = 0;
};

/// In the folders below, as deep as they go. Hidden files do not count.
Counts counts(const fs::path& folder) {
  Counts out;
  std::error_code none;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::follow_directory_symlink, none), end;
       !none && it != end && it.depth() < 32; it.increment(none)) {
    const std::string name = it->path().filename().string();
    std::error_code gone;
    if (it.depth() == 0 || name.starts_with('.') || !it->is_regular_file(gone)) continue;
    if (is_image_name(name))
      ++out.images;
    else if (is_dicom(it->path()))
      ++out.dicom;
  }
  return out;
}

bool names_dicom_alone(const std::string& csv) {
  const Listing& named = listing(Choice("manifest", {{"path", csv}}));
  for (const Sample& s : named.samples)
    if (!is_dicom(s.path)) return false;
  return true;
}

}  // namespace

std::string dataset_for(const std::string& place) {
  if (!fs::is_directory(place)) {
    if (fs::path(place).extension() != ".csv") return "image_folder";
    return names_dicom_alone(place) ? "dicom" : "manifest";
  }
  if (is_divided(place)) return "predefined";
  const Counts found = counts(place);
  return found.dicom && !found.images ? "dicom" : "image_folder";
}

std::string left_out(const std::string& place, const std::string& dataset) {
  if (!fs::is_directory(place)) return "";
  const Counts found = counts(place);
  const bool dicom = dataset == "dicom";
  const std::size_t n = dicom ? found.images : found.dicom;
  if (n == 0) return "";
  return fmt::format("{} of {} left out: {}, which dataset {} does not read; a CSV can name both kinds",
                     n == 1 ? "1 file" : fmt::format("{} files", n), place + (n == 1 ? " is" : " are"),
                     dicom ? "no DICOM" : "DICOM", dataset);
}

}  // namespace xp
