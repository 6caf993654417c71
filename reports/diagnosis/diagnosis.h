// What a run's curves and predictions say about whether its result can be trusted. Pure data; renderers are siblings.
#pragma once
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/grade.h"

namespace xp {

struct Number {
  std::string name;
  double value = 0;
};

struct Finding {
  std::string name;  // "overfitting"
  Grade grade = Grade::fine;
  int since = 0;  // epoch; 0: not tied to one
  std::string sentence{}, advice{};
  std::vector<Number> numbers{};  // that the sentence rests on
};

struct Diagnosis {
  Grade grade = Grade::fine;      // of the worst finding
  std::string headline;           // one sentence
  int onset = 0;                  // epoch at which overfitting set in; 0: not seen
  std::vector<Finding> findings;  // worst first
  const Finding* find(const std::string& finding) const;
};

/// Never throws for what a history may hold: missing curves, NaN, no predictions, a run that was stopped.
/// `parts`: its folds and controls that have ended. Of folds, what they are warned of is told too; with controls the
/// network is compared image by image.
Diagnosis diagnose(const Record& record, const std::vector<Record>& parts = {});
/// What several runs say that none says alone: how far seeds move the result, and what choosing among them gives away.
/// Without findings where that is nothing.
Diagnosis diagnose_together(const std::vector<Record>& records);

}  // namespace xp
