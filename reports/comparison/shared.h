// The images that several runs judged, in one order, and what each said of them.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "framework/scores/judged.h"
#include "framework/store/record.h"

namespace xp {

struct Shared {
  std::vector<std::size_t> runs;     // those that judged any, as indices into what was asked for
  std::vector<std::string> classes;  // of the first of them, then what others know beside
  std::vector<std::string> images;   // as the first of them names them, its order; those that all judged
  /// One for each of `runs`: the same images in this order, with the same labels, groups and classes. Images share a
  /// group where any run knows them to.
  std::vector<Judged> judged;
  /// How the runs' images or labels differ, and so are not all here; empty where they are the same.
  std::string differ;
  /// Of runs[i] against another image set, "" where equal: which runs `differ` is about.
  std::vector<std::string> differs;
  bool by_name = false;  // not all images have a SHA-256: they were paired by name

  /// Where that run is in `judged`; −1 where it judged none.
  int place(std::size_t run) const;
};

/// Images are the same where their SHA-256 is (where any run lacks one of an image: where their names are), labels
/// where their class's name is. Tiles count as their image.
Shared shared(const std::vector<const Record*>& records, Part part);

}  // namespace xp
