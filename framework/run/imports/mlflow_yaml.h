// meta.yaml, as MLflow's file store keeps one of each experiment and run: a flat mapping.
#pragma once
#include <map>
#include <string>

namespace xp {

/// Scalars by key, others left out; null is empty. Throws Error naming the file and the line.
std::map<std::string, std::string> flat_yaml(const std::string& text, const std::string& file);

}  // namespace xp
