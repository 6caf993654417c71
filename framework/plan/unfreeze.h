// What learns from which epoch on: the trainer's `unfreeze`, read.
#pragma once
#include <string>
#include <vector>

namespace xp {

/// From the beginning of this epoch on, `freeze` stands where model.freeze did.
struct Unfreezing {
  int epoch = 0;
  std::string freeze;
};

/// "4:2, 8:none": epochs from 2 on, each later than the one before. Throws Error naming the part that is none; whether
/// a network has so many stages says `frozen_places`.
std::vector<Unfreezing> unfreezings(const std::string& text);

}  // namespace xp
