// What lies beyond the border of a map.
#pragma once
#include <algorithm>

#include "framework/net/net.h"

namespace xp {

/// How many rows or columns Net::pad adds before and after a side of `size`, for a window of k.
struct Border {
  int before = 0, after = 0;
  Border(const Net& n, int size, int k) {
    if (n.pad == Pad::half) before = after = (k - 1) / 2;
    if (n.pad == Pad::keras) {
      const int all = std::max(((size + n.step - 1) / n.step - 1) * n.step + k - size, 0);
      before = all / 2;
      after = all - before;
    }
  }
};

}  // namespace xp
