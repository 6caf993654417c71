// A run in three sentences: what was asked, what came out, whether it can be trusted.
#pragma once
#include <string>

#include "framework/store/record.h"
#include "reports/diagnosis/diagnosis.h"

namespace xp {

struct Summary {
  std::string asked, result, trust;
};
Summary summarise(const Record& record, const Diagnosis& diagnosis);

}  // namespace xp
