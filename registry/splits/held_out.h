// What hold_out does once and repeated does again and again.
#pragma once
#include <numeric>

#include "framework/experiment.h"

namespace xp {

/// `split`: its name, for errors. Throws Error where a class has too few samples.
inline Division held_out(const char* split, const Listing& listing, double test, double validation, std::uint64_t seed,
                         std::uint32_t number) {
  if (test + validation > 0.95)
    throw Error(std::string("split ") + split + " leaves nothing to train on: test + validation is above 0.95",
                "lower one of them");
  const double asked[] = {1 - test - validation, validation, test};
  Deal deal{{}, seed, "split", number, "parts", "do without a part: split.validation = 0"};
  std::vector<Part> part;  // of each bin
  for (const Part p : parts)
    if (const double share = asked[static_cast<std::size_t>(p)]; share > 0)
      deal.shares.push_back(share), part.push_back(p);
  std::vector<int> all(listing.samples.size());
  std::iota(all.begin(), all.end(), 0);
  Division out{{}, {asked, asked + 3}};
  for (const int bin : stratify(listing, all, deal)) out.of.push_back(part[static_cast<std::size_t>(bin)]);
  return out;
}

}  // namespace xp
