// Many fair draws at the price of a few.
#pragma once
#include <bit>
#include <cstddef>
#include <vector>

#include "framework/base/random.h"

namespace xp {

/// How many of so many fair coins show heads: Bin(coins, 1/2), 64 coins a draw.
inline int heads(int coins, Random& random) {
  int out = 0;
  for (; coins >= 64; coins -= 64) out += std::popcount(random.bits());
  return coins ? out + std::popcount(random.bits() >> (64 - coins)) : out;
}

namespace coins {
/// Halves `items` down to single cells; returns those that fell beyond the last cell.
inline int halve(int items, std::size_t begin, std::size_t size, std::vector<int>& cells, Random& random) {
  if (items == 0 || begin >= cells.size()) return items;
  if (size == 1) return cells[begin] += items, 0;
  const int first = heads(items, random);
  return halve(first, begin, size / 2, cells, random) + halve(items - first, begin + size / 2, size / 2, cells, random);
}
}  // namespace coins

/// Throws `items` into cells.size() cells, each as likely as any other, and adds to what they hold.
inline void scatter(int items, std::vector<int>& cells, Random& random) {
  while (items > 0) items = coins::halve(items, 0, std::bit_ceil(cells.size()), cells, random);
}

}  // namespace xp
