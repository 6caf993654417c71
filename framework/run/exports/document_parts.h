// What the writer and the reader of documents share: text and numbers as JSON. Compiling nlohmann/json takes a second.
#pragma once
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "framework/run/exports/whole.h"

namespace xp {

using Json = nlohmann::ordered_json;

inline bool is_utf8(const std::string& bytes) {
  try {
    return Json(bytes).dump(), true;
  } catch (const Json::type_error&) {
    return false;
  }
}

/// Where it is no UTF-8, as a file's name may be: {"hex": "ff2e706e67"}.
inline Json text(const std::string& bytes) {
  if (is_utf8(bytes)) return bytes;
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) hex += {digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
  return {{"hex", hex}};
}

inline Json texts(const std::vector<std::string>& all) {
  Json out = Json::array();
  for (const std::string& each : all) out.push_back(text(each));
  return out;
}

inline Json number(double value) { return std::isfinite(value) ? Json(value) : Json(exact(value)); }

}  // namespace xp
