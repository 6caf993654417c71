// A checked claim for people.
#pragma once
#include <string>

#include "framework/scores/claims/claim.h"
#include "reports/text.h"

namespace xp {

/// One sentence or two: which sizes fit, or that none does and why.
std::string claim_verdict(const Checked& checked);
std::string claim_text(const Checked& checked, const Screen& screen);

}  // namespace xp
