// Long columns on their way into a page.
#pragma once
#include <string>
#include <vector>

#include "reports/charts/chart.h"

namespace xp {

/// RFC 4648, with padding.
std::string base64(const std::string& bytes);
/// Little-endian 32-bit floats in base64; what is not finite becomes NaN.
std::string packed(const std::vector<double>& numbers);
/// Where packed columns have more than 20 000 rows, rows with their extremes stay (reports/charts/reduced.h), in all
/// columns of that length.
void reduce_packed(std::vector<ChartColumn>& columns);

}  // namespace xp
