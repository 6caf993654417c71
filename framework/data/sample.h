// What a dataset lists, and what a split makes of it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/data/image.h"

namespace xp {

enum class Part { train, validation, test };
/// "train", "val", "test": as metric names have it.
const char* name(Part part);
/// By what people call it, in any case: train (training), val (valid, validation), test (testing); none for others.
std::optional<Part> part_named(std::string text);
inline constexpr Part parts[] = {Part::train, Part::validation, Part::test};

struct Sample {
  std::string name;               // unique within the dataset, stable across machines: "Scol/N12, F 14 yrs.jpg"
  std::string path;               // absolute; empty for a sample that the dataset draws
  int label = 0;                  // index into Listing::classes
  std::string group;              // patient or parent image; empty: on its own
  std::string sha256;             // of the file's bytes, or of the recipe of a drawn sample
  std::string source = "";        // hospital or device, where it is known
  std::optional<Part> part = {};  // where the data themselves say
  int fold = 0;                   // from 1, where the data say; 0: they do not
  double weight = 1;              // of its loss in training
  Region region = {};             // of the decoded file, for a tile
};

/// Identity of what a sample shows: its SHA-256, with the region where it is a tile.
std::string content(const Sample& sample);

/// Everything a dataset holds, in an order that depends on its content alone.
struct Listing {
  std::vector<std::string> classes;
  std::vector<Sample> samples;
  int channels = 1;              // 1 grey, 3 RGB
  bool skip_unreadable = false;  // leave out what cannot be decoded (and record it) rather than refuse
  bool lateral = false;          // a mirrored image may belong to another class
  bool dicom_window = true;      // DICOM by its window, where it has one; else by its full range
  std::vector<std::string> skipped = {};  // "name: why" of files that the dataset could not read and left out

  std::vector<std::int64_t> counts() const;  // samples per class
};

/// Identity of the data: classes, labels, contents, who shares a group, and what else they say of a sample, in order;
/// paths and names, of groups too, do not matter.
std::string fingerprint(const Listing& listing);

/// The part of each sample, by its index in the listing.
struct Division {
  std::vector<Part> of;
  std::vector<double> shares = {};  // of train, validation and test that were asked for; empty: the data say the parts
  std::vector<int> indices(Part part) const;
};

}  // namespace xp
