// Listings by class sizes and by groups, and what a division made of them.
#pragma once
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "framework/experiment.h"

namespace xp::test {

/// So many samples of each class, without groups.
inline Listing listing(const std::vector<int>& sizes) {
  Listing out;
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    out.classes.push_back("class" + std::to_string(c));
    for (int i = 0; i < sizes[c]; ++i) {
      out.samples.emplace_back();
      out.samples.back().label = static_cast<int>(c);
      out.samples.back().name = std::to_string(out.samples.size());
    }
  }
  return out;
}

/// Groups of 1 to `largest` samples; the first ones go round the classes, so that each class is in at least
/// groups / classes of them; `mixed`: share of samples that may be of another class than the group's.
inline Listing grouped(Random& random, std::size_t groups, std::size_t largest, std::size_t classes, double mixed) {
  Listing out;
  for (std::size_t c = 0; c < classes; ++c) out.classes.push_back("class" + std::to_string(c));
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t i = 0, n = 1 + random.below(largest); i < n; ++i) {
      out.samples.emplace_back();
      out.samples.back().group = "patient" + std::to_string(g);
      out.samples.back().label = static_cast<int>(i > 0 && random.chance(mixed) ? random.below(classes) : g % classes);
    }
  return out;
}

inline std::vector<int> everything(const Listing& listing) {
  std::vector<int> out(listing.samples.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<int>(i);
  return out;
}

/// Samples by class and bin.
inline std::vector<std::vector<double>> table(const Listing& listing, const std::vector<int>& bins, std::size_t n) {
  std::vector<std::vector<double>> out(listing.classes.size(), std::vector<double>(n));
  for (std::size_t i = 0; i < bins.size(); ++i)
    ++out[static_cast<std::size_t>(listing.samples[i].label)][static_cast<std::size_t>(bins[i])];
  return out;
}

/// Mean over classes and bins of (share of the class − wanted share)²; infinite where a bin lacks a class.
inline double off(const std::vector<std::vector<double>>& table, const std::vector<double>& shares) {
  double sum = 0;
  for (const auto& row : table) {
    double all = 0;
    for (const double n : row) all += n;
    for (std::size_t b = 0; b < shares.size(); ++b) {
      if (row[b] == 0) return INFINITY;
      sum += (row[b] / all - shares[b]) * (row[b] / all - shares[b]);
    }
  }
  return sum / static_cast<double>(table.size() * shares.size());
}

/// Whether some group lies in two bins.
template <class Bin>
bool torn(const Listing& listing, const std::vector<Bin>& bins) {
  std::map<std::string, Bin> of;
  for (std::size_t i = 0; i < bins.size(); ++i)
    if (const std::string& group = listing.samples[i].group; !group.empty())
      if (of.try_emplace(group, bins[i]).first->second != bins[i]) return true;
  return false;
}

}  // namespace xp::test
