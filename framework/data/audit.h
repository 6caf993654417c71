// What may make a result on these data look better than it is, before anything is learned: the judgement of a survey.
#pragma once
#include <string>
#include <vector>

#include "framework/data/sample.h"
#include "framework/data/survey.h"

namespace xp {

struct Audit {
  /// What to know; what may mislead; what makes the judging parts tell of images that were trained on.
  enum class Grade { note, risk, leak };
  struct Finding {
    Grade grade = Grade::note;
    std::string name;              // "near copies", "shortcut: tint"
    std::string sentence, advice;  // what was found, with numbers; what to do
    std::vector<std::string> samples =
        {};  // that it is about, one a line: "a/1.png (train) = b/2.png (test): mirrored"
  };
  std::vector<Finding> findings;  // worst first

  bool has(Grade grade) const;
  /// Null where there is none of that name.
  const Finding* find(const std::string& name) const;
};
/// "note", "risk", "leak".
const char* name(Audit::Grade grade);

/// `parts` may be empty: nothing is divided yet, so that nothing can have leaked. Looks and parts are in the listing's
/// order. A pure function: the same survey is judged alike everywhere.
Audit audit(const Listing& listing, const Division& parts, const Survey& survey);

}  // namespace xp
