// What every JSON is put together from. For the few .cpp files that write it: nlohmann/json takes a second to compile.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "framework/store/record.h"
#include "reports/diagnosis/diagnosis.h"

namespace xp {

using Json = nlohmann::ordered_json;

/// NaN and ±inf as strings.
Json number(double value);
Json numbers(const std::vector<double>& values);
Json json(const RunRow& run);
Json json(const Diagnosis& diagnosis);
/// Two spaces of indent, bytes that are no UTF-8 as U+FFFD.
std::string dumped(const Json& value);

}  // namespace xp
