// What a verification found, for people and for programs.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "framework/run/rerun/data.h"
#include "framework/run/rerun/verify.h"
#include "tools/xp/verb.h"

namespace xp {

/// Of one run that was run again, or was not because its data are others.
struct Verified {
  std::int64_t original = 0, again = 0;  // again 0: never begun
  Verification found;
  std::set<std::string> asked = {};  // conditions that the command line changed
  DataChanges data = {};
  std::string unfinished = {};  // "KILLED: interrupted": there is no verdict
};

/// Lines for a person, the verdict first.
std::string verified_text(const Verified& verified);
/// An object; of folds an array of them.
std::string verified_json(const std::vector<Verified>& verified, bool of_folds);

/// --tolerance. Throws Error when it is no number from 0 to 1.
const Option& tolerance_option();
double tolerance(const Arguments& args);

/// Tags the new run with the verdict, so that lists tell it: "rerun of run12 #identical". Once that has been told: it
/// is worth more than a tag, for which there may be no room.
void tag(Context& context, const Verified& verified);

}  // namespace xp
