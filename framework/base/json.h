// Settings as JSON, for the few .cpp files that write it: nlohmann/json takes a second to compile.
#pragma once
#include <nlohmann/json.hpp>

#include "framework/base/value.h"

namespace xp {

/// `Json` is nlohmann::json (sorted keys) or nlohmann::ordered_json.
template <class Json>
Json json_value(const Value& value) {
  if (auto* b = value.get<bool>()) return *b;
  if (auto* i = value.get<std::int64_t>()) return *i;
  if (auto* d = value.get<double>()) return *d;
  return *value.get<std::string>();
}

template <class Json>
Json json_object(const Settings& settings) {
  Json json = Json::object();
  for (const Setting& s : settings) json[s.name] = json_value<Json>(s.value);
  return json;
}

}  // namespace xp
