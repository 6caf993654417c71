// Numbers that take many draws, kept by what they were drawn from.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/scores/resampling/resampled.h"

namespace xp {

/// `key` names the computation, its version, and all that its result of `count` numbers depends on. Computed where the
/// memo does not have it, or has something else under its key.
std::vector<double> remembered(const std::string& key, std::size_t count, const Memo& memo,
                               const std::function<std::vector<double>()>& compute);

}  // namespace xp
