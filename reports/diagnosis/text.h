// What a terminal shows of a diagnosis.
#pragma once
#include <string>

#include "reports/diagnosis/diagnosis.h"
#include "reports/text.h"

namespace xp {

/// Every finding with its advice.
std::string diagnosis_text(const Diagnosis& diagnosis, const Screen& screen = {});

}  // namespace xp
