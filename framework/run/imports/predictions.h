// Predictions as other tools write them: a row an image, with its label and a probability a class, or with the class
// that was named.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/base/csv.h"
#include "framework/data/sample.h"
#include "framework/scores/prediction.h"
#include "framework/store/record.h"

namespace xp {

struct PredictionsForm {
  std::map<std::string, std::string> columns = {};  // role → column, where names do not tell
  std::vector<std::string> classes = {};  // in order; labels may then be their numbers, from 0. Empty: the file tells
  std::string positive = "";              // of two classes the one that a single column of probabilities is of
};

struct ImportedPredictions {
  std::vector<std::string> classes;
  std::vector<StoredSample> samples;    // an image each, in the file's order; their part is to be set
  std::vector<Prediction> predictions;  // of sample i, in the same order
  bool probabilistic = true;            // false: classes were named without probabilities; rows are 1 and 0
  bool numbered = false;                // images are called "row 1", … for want of names
  std::string understood;               // "60 images, 3 classes (A, B, C): label = y_true, …; accuracy 90.0 %"
  std::vector<std::string> remarks;     // on what was taken for what, sentences
};

/// Columns: image, label, then one probability a class (named as the class or, with form.classes, its number, with or
/// without p_, prob_ …), or `prediction`, or `probability` of the positive class, as which a prediction of fractions
/// counts too; and, where they are there, group and sha256. Without a column of names, images are numbered by their
/// rows. Rows that sum to 1 but for rounding are scaled to do so. Throws Error naming file, line and column: a column
/// that is missing, no number or none from 0 to 1, rows of another sum, an unknown label, an image twice.
ImportedPredictions predictions_from(const Csv& csv, const std::string& file, const PredictionsForm& form = {});

}  // namespace xp
