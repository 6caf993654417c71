// Heat maps of files by the weights of a run: what stands behind Engine::explain.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/engine/engine.h"

namespace xp {

/// As Engine::explain promises.
std::vector<SanityStep> explained(const Plan& plan, const Placement& placement, const std::string& weights,
                                  const std::vector<std::string>& files, const Question& question,
                                  const std::function<void(const Explanation&)>& tell);

}  // namespace xp
