// Dealing samples out to parts or folds, so that each holds its share of every class and no group comes to lie in two.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/data/sample.h"

namespace xp {

struct Deal {
  std::vector<double> shares;  // of each bin; all above 0, their sum is 1
  std::uint64_t seed = 1;
  std::string purpose = "split";  // seed, purpose and number draw the order
  std::uint32_t number = 0;
  std::string bins = "parts";  // what an error calls them,
  std::string way_out;         // and what can be done: "do without a part: split.validation = 0"
};

/// The bin, from 0, of each of `samples` (indices into the listing), in their order. Samples without a group are
/// divided as evenly as whole samples allow, class by class and in all. Groups are: where the squared differences of
/// the classes' shares are smallest, as far as a bounded search finds it (see `exchange`). Every bin holds every class,
/// where any division does that the search sees. Throws Error where a class has fewer groups than there are bins.
std::vector<int> stratify(const Listing& listing, const std::vector<int>& samples, const Deal& deal);

/// Turns `share` of the training part into the validation part; 0: none. Throws Error as `stratify` does, and where the
/// training part lacks a class.
void draw_validation(Division& division, const Listing& listing, double share, std::uint64_t seed,
                     std::uint32_t number = 0);

}  // namespace xp
