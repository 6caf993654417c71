// What lies in a folder, or in a CSV's, that somebody names without saying which dataset reads it.
#pragma once
#include <string>

#include "framework/plan/plan.h"

namespace xp {

/// The dataset for `place` by what is there: predefined for folders train and val or test, in any of their spellings;
/// manifest for a CSV; dicom where all files are; else image_folder.
std::string dataset_for(const std::string& place);

/// Of files in a folder that `dataset`, of those above, does not read: "3 files of data/ are left out: DICOM, which …";
/// empty where there are none, and for a CSV.
std::string left_out(const std::string& place, const std::string& dataset);

}  // namespace xp
