// Whether a run goes on under its number: what `xp resume` refuses, and everybody who names it asks.
#pragma once
#include <optional>
#include <string>

#include "framework/store/record.h"

namespace xp {

struct Unresumable {
  std::string why;      // "run12 is deleted"
  std::string instead;  // what can be done, for a person
  std::string command;  // the one to give now; may be empty
};
/// Nothing where `xp resume` goes on with it. Whether data and plugins are what they were shows when it begins.
std::optional<Unresumable> unresumable(const Record& record);

}  // namespace xp
