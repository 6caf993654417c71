// The images of two runs beside each other.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"

namespace xp {

struct ImageDifference {
  enum class Kind { content, relabelled, moved, regrouped, renamed, removed, added };
  Kind kind = Kind::content;
  std::string image;     // its name; of one that is gone or renamed the name that it had
  std::string was, now;  // SHA-256, class, part, group or name; empty: there is none
};
const char* name(ImageDifference::Kind kind);  // "another image", "relabelled", "moved", …

/// Images are the same by name, else by SHA-256. One that differs in several ways is told of in each. Empty too where a
/// record keeps no images.
std::vector<ImageDifference> image_differences(const Record& was, const Record& now);

}  // namespace xp
