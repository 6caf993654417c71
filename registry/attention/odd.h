// Windows of attention modules have a middle.
#pragma once
#include <string>

#include "framework/experiment.h"

namespace xp {

/// Throws Error when the side of a window is even: the map would change its size.
inline void require_odd(const std::string& attention, int kernel) {
  if (kernel % 2 == 0)
    throw Error(
        "attention " + attention + ".kernel = " + std::to_string(kernel) + " is even: the map would change its size",
        "take " + std::to_string(kernel - 1) + " or " + std::to_string(kernel + 1));
}

}  // namespace xp
