// Whether two runs were tested on the same images.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

/// SHA-256 of the test part: the content of each image with the name of its class, whatever their order, names and
/// places. Equal for two runs exactly when they share their test set. Empty for a run that has none.
std::string test_set_hash(const Record& record);

}  // namespace xp
