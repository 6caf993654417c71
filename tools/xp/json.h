// JSON of what only verbs know; reports/json.h has the rest.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/plan.h"
#include "framework/store/sweep.h"
#include "tools/xp/experiment_options.h"
#include "tools/xp/layers.h"

namespace xp {

/// Bytes and their like, counted as a double, are whole numbers in JSON.
inline std::int64_t whole(double count) { return static_cast<std::int64_t>(count); }
/// One flat object.
std::string json_of(const Settings& settings);
std::string plans_json(const Planned& planned, const std::vector<Estimate>& estimates);
std::string sweeps_json(const std::vector<SweepRow>& sweeps);
std::string nets_json(const std::vector<NamedNet>& nets);
std::string plugins_json(const std::vector<const PluginInfo*>& plugins);

}  // namespace xp
