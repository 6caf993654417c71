// The files beside make.py, and what torch and h5py say is in them.
#pragma once
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/weights/weights.h"

namespace xp::test {

inline std::string fixture(const std::string& name) {
  return std::string(XP_SOURCE_DIR) + "/tests/weights/fixtures/" + name;
}

/// Name, shape, type and SHA-256 of the numbers.
inline nlohmann::json summary(const WeightTensor& t) { return {t.name, t.shape, name(t.element), sha256(t.bytes)}; }

/// Checks every tensor of `file` against `table` (expected.json or real.json), in order.
inline void check_against(const nlohmann::json& table, const std::string& key, const WeightFile& file) {
  const nlohmann::json& expected = table.at(key);
  REQUIRE(file.tensors.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(key << ", tensor " << i);
    CHECK(summary(file.tensors[i]) == expected[i]);
  }
}

inline nlohmann::json table(const std::string& name) { return nlohmann::json::parse(read_file(fixture(name))); }

/// What reading says; empty when it succeeds.
inline std::string refusal(const std::string& path) {
  try {
    read_weight_file(path);
    return "";
  } catch (const Error& e) {
    CHECK_THAT(e.what(), Catch::Matchers::Contains(path));
    return e.what();
  }
}

}  // namespace xp::test
