// An experiment that trains in a blink, compiled once.
#pragma once
#include "tests/support/program.h"

namespace xp::test {

inline const std::string tiny = R"(XP_EXPERIMENT(e) {
  e.dataset({"spine_phantom", {{"images", 30}, {"height", 32}}})
      .transforms({{"resize", {{"size", 16}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "4"}}})
      .optimizer({"sgd"})
      .train({{"epochs", 2}, {"batch", 8}});
})";
inline std::string tiny_file() { return Place::experiment("tiny", tiny); }

}  // namespace xp::test
