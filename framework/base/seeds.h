// Which settings are seeds, and whether a plan's two are one.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "framework/base/value.h"

namespace xp {

/// "seed.init", "split.seed": a repeat draws another one, and nothing else about it differs.
inline bool is_seed(const std::string& setting) { return setting.starts_with("seed.") || setting.ends_with(".seed"); }

/// Whether every plan begins and orders by the same number: then "seed" says both.
inline bool one_seed(const std::vector<Settings>& plans) {
  return std::all_of(plans.begin(), plans.end(), [](const Settings& s) {
    const Value *init = find(s, "seed.init"), *order = find(s, "seed.order");
    return init && order && *init == *order;
  });
}

}  // namespace xp
