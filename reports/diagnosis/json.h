// As reports/json.h.
#pragma once
#include <string>

#include "reports/diagnosis/diagnosis.h"

namespace xp {

std::string json_of(const Diagnosis& diagnosis);

}  // namespace xp
