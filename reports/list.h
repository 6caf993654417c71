// A line of `xp list`, and the table of them.
#pragma once
#include <limits>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/table.h"

namespace xp {

/// What a list shows of a run; the verb fills it from the store without reading whole records.
struct ListRow {
  RunRow run;
  std::string model;                                                // the setting "model"; may be empty
  double val_accuracy = std::numeric_limits<double>::quiet_NaN();   // at the chosen epoch; NaN: none
  double test_accuracy = std::numeric_limits<double>::quiet_NaN();  // NaN: never tested
  int val_images = 0;  // for the interval of val_accuracy; 0: not known. That of test_accuracy takes run.test_images.
  int folds = 0;       // that the run stands for: both accuracies are means over them, with these deviations
  double val_sd = std::numeric_limits<double>::quiet_NaN(), test_sd = val_sd;
};

/// run, status, experiment, model, epochs 12/30, val and test accuracy with intervals, which count each image by
/// itself, or "90.1 ± 3.2 % (sd)" over folds, started, name, what it is a rerun of, and tags.
Table list_table(const std::vector<ListRow>& rows);
/// Its name, whose part or rerun it is, and its tags.
std::string about(const RunRow& run);
/// "2026-11-20 09:24" from "2026-11-20T09:24:00.123Z"; other text as it is.
std::string minute(const std::string& time);

}  // namespace xp
