// What a bootstrap draws: images, or whole groups of them, each within its stratum.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/scores/judged.h"
#include "framework/scores/resampling/lanes.h"

namespace xp {

/// Units stand stratum by stratum: one stratum for each true class, and one for groups that hold several.
struct Units {
  std::vector<int> stratum_ends;        // places among the units
  std::vector<int> image_ends, images;  // of each unit: places in `images`, which hold places of images
  bool alone = true;                    // unit i is image i

  int count() const { return stratum_ends.empty() ? 0 : stratum_ends.back(); }
};

/// Of images in the order in which `order` names them: image i of the result is judged.predictions[order[i]]. `order`
/// sorts by true class.
Units units_of(const Judged& judged, const std::vector<int>& order);

/// Of resamples 16·batch to 16·batch + 15: every stratum draws as many units as it has, with replacement. Depends on
/// (units, seed, batch) alone. `times`: of each image.
void draw(const Units& units, std::uint64_t seed, std::uint32_t batch, std::vector<Times>& times);
/// Of a jackknife: every image once, but in lane l none of unit `first` + l.
std::vector<Times> without_units(const Units& units, int images, int first);
/// How many times sixteen it takes.
int batches_of(int values);
/// One value a unit, cut into strata; those of one unit, which cannot do without it, are left out.
std::vector<std::vector<double>> by_stratum(const std::vector<double>& values, const Units& units);

}  // namespace xp
