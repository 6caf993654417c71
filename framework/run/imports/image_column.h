// In which column a file of predictions names its images, where none is called so.
#pragma once
#include <string>

#include "framework/run/imports/columns.h"

namespace xp {

/// Where no column plays the role "image", a first one without a name, as pandas writes its index, does if it holds
/// words that differ in every row: a sentence says so. Throws Error where another column looks like names and nobody
/// said so. Without any such column none plays the role.
std::string find_image_column(Columns& columns);

}  // namespace xp
