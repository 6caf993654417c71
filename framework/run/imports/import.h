// Results of another tool as a run of ours: recorded like them, and judged like them.
#pragma once
#include <string>
#include <vector>

#include "framework/run/imports/history.h"
#include "framework/run/imports/predictions.h"
#include "framework/store/store.h"

namespace xp {

/// What one file holds, or two.
struct Import {
  struct File {
    std::string path, content;
  };
  struct Predictions : File {
    Part part = Part::test;
    PredictionsForm form;
  };
  struct Curves : File {
    std::map<std::string, std::string> columns;  // metric or epoch → column
    std::string kept;                            // of the weights: an epoch, "last" (empty too), or a metric
    int train_images = 0, val_images = 0;        // 0: not known
  };
  std::string name;                  // of the run; what has the same name belongs together. Empty: a run of its own
  std::string model;                 // what was trained, where it is known
  std::vector<std::string> classes;  // of curves; one number: how many there are
  Settings environment;
  std::optional<Predictions> predictions;
  std::optional<Curves> curves;
};

struct Imported {
  std::int64_t run = 0;
  bool added = false;                   // to a run that was there
  std::vector<std::string> understood;  // of each file: what it holds, and in which columns
  std::vector<std::string> remarks;     // on what was taken for what, sentences
};

/// FINISHED, with the files as artifacts, in one transaction. To a run of that name that was imported before, what it
/// lacks is added. Throws Error where it has that already, where the name is that of a run of another kind, where
/// classes differ, and for what the files hold.
Imported import(const Import& import, Store& store);
/// Throws what `import` would into a store that holds nothing, and stores nothing.
void check(const Import& import);

/// For what an imported or a tracked run cannot be asked for. Throws Error where it is one: `lack` is what is missing
/// ("no plan to run again"), `instead` what to do with an imported one.
void refuse_imported(const Record& record, const std::string& lack, const std::string& instead);

}  // namespace xp
