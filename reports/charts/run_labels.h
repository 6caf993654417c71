// How runs are called in drawings and tables of several.
#pragma once
#include <string>
#include <vector>

#include "reports/pages/material.h"

namespace xp {

/// "xception with cbam", "imported"; empty where no model is recorded.
std::string network_title(const Record& record);
/// "run56 given name", else "run56 xception with cbam": short, and each once.
std::vector<std::string> run_labels(const std::vector<const Record*>& records);
std::vector<std::string> run_labels(const std::vector<Material>& runs);

}  // namespace xp
