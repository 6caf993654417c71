// Two runs beside each other: in what they were asked, made of, shown and done in. What came of it is for a comparison.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/difference/images.h"

namespace xp {

/// A setting of the plan, or a fact of the environment, in both runs; nothing where one has none.
struct Beside {
  std::string name;
  std::optional<Value> was, now;
  bool differs() const { return was != now; }
};

struct SourceDifference {
  std::string was, now;  // its path in each; empty: it was not there
  std::string diff;      // as `diff -u` writes it
};

struct RunDifference {
  RunRow was, now;
  std::vector<Beside> plan, environment;  // all; the command line is no part of the environment
  std::vector<SourceDifference> sources;  // those that differ in their text
  std::vector<ImageDifference> images;
  std::vector<std::string> unknown;  // sentences on what a record does not hold
  bool planned = true;               // false: neither has a plan, and `plan` holds their parameters
  bool any() const;
};

RunDifference difference(const Record& was, const Record& now);

/// Those that differ.
std::vector<Beside> differing(const std::vector<Beside>& all);

}  // namespace xp
