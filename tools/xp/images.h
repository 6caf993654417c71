// The image files that a command line means.
#pragma once
#include <string>
#include <vector>

namespace xp {

/// Files as named; of a folder every image in it and deeper, sorted, without hidden ones. Links are followed, and each
/// real folder is entered once. Throws Error for what is not there or cannot be read, and for a folder without images.
std::vector<std::string> images_of(const std::vector<std::string>& named);

}  // namespace xp
