// How many rows or columns lie beyond the border of a map before and after its `size`, for a window of k.
#pragma once
#include <algorithm>

#include "framework/net/net.h"

namespace xp {

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
