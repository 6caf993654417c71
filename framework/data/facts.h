// What is known of each image without understanding it: whoever can tell classes by that needs no anatomy.
#pragma once
#include <string>
#include <vector>

#include "framework/data/sample.h"
#include "framework/data/survey.h"

namespace xp {

/// Numbers, or words, one a sample of the listing. What could not be read has 0 and "".
struct Fact {
  std::string name;                               // "pixel size"
  std::string unit;                               // "KiB"; may be empty
  std::vector<std::string> titles = {};           // of the columns: "width", "height"
  std::vector<std::vector<double>> columns = {};  // each with a number a sample
  std::vector<std::string> words = {};            // instead of columns
};

/// File size, pixel size, aspect, brightness, contrast, tint, border, corners, device, source, file type, stored form;
/// those that are the same for all that could be read are left out.
std::vector<Fact> facts_of(const Listing& listing, const Survey& survey);

/// A set of samples that count as one: a group, and what shows the same picture. By sample, numbered from 0.
std::vector<int> units_of(const Listing& listing, const Survey& survey);

}  // namespace xp
