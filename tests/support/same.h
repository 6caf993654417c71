// Equality of numbers that may be NaN: a score that is undefined twice is the same.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "framework/plugin/kinds.h"

namespace xp::test {

/// The same names, and the same bits.
inline bool same(const Metrics& a, const Metrics& b) {
  const auto alike = [](const auto& x, const auto& y) {
    return x.first == y.first && std::memcmp(&x.second, &y.second, sizeof x.second) == 0;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), alike);
}

}  // namespace xp::test
