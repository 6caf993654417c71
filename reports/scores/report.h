// What a run's predictions of one part score, with what these images can say of it: pure data, whose renderings are
// siblings (tables, text, json).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "framework/scores/chance/chance.h"
#include "framework/scores/intervals/over_folds.h"
#include "framework/scores/ranking.h"
#include "framework/scores/sheet.h"
#include "framework/store/record.h"

namespace xp {

/// What happens where everything of at least such a probability is called positive.
struct OperatingPoint {
  std::string name;  // "sensitivity of at least 0.9"
  double threshold = 0;
  std::int64_t true_positives = 0, false_positives = 0, positives = 0, negatives = 0;
  Figure sensitivity = {}, specificity = {}, precision = {};  // by Wilson; by group where images share some
};

/// Of one class against the rest.
struct OneClass {
  int positive = 0;
  Part chosen_on = Part::validation;   // where the thresholds of `points` come from
  std::vector<OperatingPoint> points;  // 0.5 where there are two classes, Youden, and what was asked for
  std::vector<OperatingPoint> table;   // at 0.1, 0.2, … 0.9
};

struct OverFoldsRow {
  std::string score;
  OverFolds over;
};

struct ScoreReport {
  RunRow run;
  Part part = Part::test;
  std::vector<std::string> classes;
  Bootstrap bootstrap;
  bool probabilistic = true;
  Sheet sheet;                     // of images; without any where only folds have some
  std::optional<Sheet> of_groups;  // one answer a group (patient), where images share some
  int torn = 0;                    // groups left out of it: their images have different labels; of all: no scores
  CalibrationByChance by_chance;
  bool certain = false;  // all probabilities are 0 or 1
  bool all = false;      // scores are shown that are others by definition, too
  std::optional<OneClass> one;
  int folds = 0;                         // that the run stands for
  std::vector<OverFoldsRow> over_folds;  // of those that have ended
  std::vector<std::string> caveats;      // sentences
};

struct ScoreAsked {
  Part part = Part::test;
  Bootstrap bootstrap = {};
  std::string positive = "";                                 // empty: the last of two classes, and none of more
  std::optional<double> sensitivity = {}, specificity = {};  // at least; of an operating point
  bool all = false;
};

/// `folds`: those of the run that have ended. Throws Error where there is nothing to score, or no such class.
ScoreReport score_report(const Record& record, const ScoreAsked& asked, const Memo& memo = {},
                         const std::vector<Record>& folds = {});

}  // namespace xp
