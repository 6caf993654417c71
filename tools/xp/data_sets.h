// What `xp data` looks at: the data of an experiment, or those in a folder.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/data/audit.h"
#include "tools/xp/verb.h"

namespace xp {

struct DataSet {
  std::string title;  // "radiographs/" or "double_curve: spine_phantom, hold_out"
  Choice dataset;
  Listing listing;
  Division parts;                    // empty: not divided
  std::vector<std::string> skipped;  // names of unreadable files that the listing is without
};

/// Of the second positional argument: each distinct dataset with its split of an experiment's plans, the first with all
/// of them, without what a run skips; a folder with train, val and test, or of classes; a CSV file. --set dataset=NAME
/// and dataset.SETTING=VALUE hold for folders and CSVs, too. Throws Error where it is none of these.
std::vector<DataSet> data_sets(Context& context);

/// Looks at all of it, unless Ctrl-C comes between: then throws Error.
Survey survey_of(Context& context, const DataSet& data);

/// "237 images: Normal 50, Scol 132, Spond 55; 150 train, 40 val, 47 test".
std::string counts_of(const DataSet& data);

}  // namespace xp
