// What a model card must not leave out.
#pragma once
#include <string>
#include <vector>

#include "reports/diagnosis/diagnosis.h"

namespace xp {

struct Limit {
  Grade grade = Grade::note;
  std::string sentence, advice;
};

/// All that the diagnosis and the audit of the data have to say but what is fine, worst first; a leak counts as
/// serious. What both say stands once.
std::vector<Limit> limits_of(const Record& record, const Diagnosis& diagnosis);

}  // namespace xp
