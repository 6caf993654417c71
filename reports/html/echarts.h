// Charts as the JSON that the page's script reads; its parts are described in figure.h.
#pragma once
#include <nlohmann/json.hpp>

#include "reports/charts/chart.h"

namespace xp {

nlohmann::ordered_json drawing_of(const Chart& chart);
nlohmann::ordered_json drawing_of(const ParallelChart& chart);

}  // namespace xp
