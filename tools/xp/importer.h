// What `xp import` can bring, a row each.
#pragma once
#include <string>
#include <vector>

#include "tools/xp/verb.h"

namespace xp {

struct Importer {
  const char* kind;                  // the first word
  const char* wants;                 // "FILE.csv"
  std::vector<std::string> options;  // that say something of it
  Exit (*perform)(Context& c, const std::string& place);
};

extern const Importer import_predictions, import_history;  // import_results.cpp
extern const std::vector<Importer> foreign_importers;      // import_foreign.cpp: mlflow, tensorboard, csv, json
/// Files that `xp export` wrote, one after the other.
Exit import_bundles(Context& c, const std::vector<std::string>& files);

}  // namespace xp
