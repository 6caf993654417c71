// Laying one picture over another.
#pragma once
#include <optional>
#include <span>

#include "framework/engine/images/likeness/neighbours.h"

namespace xp {

/// How b's thumbnail, mirrored first or not, lies in a's.
struct Alignment {
  Mirror mirror = Mirror::none;
  double degrees = 0;      // that b is turned by to lie on a, clockwise
  double scale = 1;        // of a's content over b's
  int agreeing = 0;        // matches that it explains
  double correlation = 0;  // of the fine structures where both lie, −1 to 1
  double locally = 0;      // the mean of that over small squares: what stands alike but is not the same differs there
  double overlap = 0;      // share of the smaller picture that lies in the other
};

/// From the matches of one pair, all in one mirror or none. Empty where no turn and scale explains three of them.
std::optional<Alignment> registered(const Signature& a, const Signature& b, std::span<const SpotMatch> matches);

}  // namespace xp
