// Curves as other tools write them: a row an epoch, or several that complete each other.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/base/csv.h"
#include "framework/store/record.h"

namespace xp {

struct ImportedHistory {
  std::map<std::string, Series> metrics;    // by our names: "val/accuracy"; epochs from 1
  std::map<std::string, Series> telemetry;  // "rate", "seconds"
  int epochs = 0;                           // the last
  std::string understood;                   // "30 epochs: train/loss = loss, val/accuracy = val_acc"
  std::vector<std::string> remarks;         // on what was taken for what, sentences
};

/// Of Keras' CSVLogger (epoch, loss, accuracy, val_loss, …; epochs from 0), Lightning's (train_loss and val_loss in
/// rows of their own) and their like. Without a column `epoch`, rows are epochs. An empty cell was not recorded; NaN
/// stays NaN. Scores that xp does not know keep their names: "val_auc" becomes val/auc. `columns`: metric or epoch →
/// column, where names do not tell. Throws Error naming file, line and column.
ImportedHistory history_from(const Csv& csv, const std::string& file,
                             const std::map<std::string, std::string>& columns = {});

/// The epoch that `kept` means: empty or "last", a number, or a metric, whose best epoch it is. Throws Error.
int kept_epoch(const ImportedHistory& history, const std::string& kept);

/// Where a validation accuracy is no share of so many images, a sentence that says so: their number is wrong.
std::string misfit(const ImportedHistory& history, int val_images);

}  // namespace xp
