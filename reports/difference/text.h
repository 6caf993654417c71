// A difference for people, and as JSON.
#pragma once
#include <functional>
#include <string>

#include "reports/difference/difference.h"

namespace xp {

/// What is known of a fact of the environment: "matters: …".
using Meaning = std::function<std::string(const std::string& fact)>;

/// One section each for plan, sources, images and environment, of `columns` at most where that is not 0. `all`: what
/// is the same too.
std::string difference_text(const RunDifference& difference, const Meaning& meaning, bool all, int columns);
std::string difference_json(const RunDifference& difference, const Meaning& meaning, bool all);

}  // namespace xp
