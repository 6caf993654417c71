#include "framework/data/stratify.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "framework/base/error.h"
#include "framework/data/apportion.h"
#include "framework/data/exchange.h"

namespace xp {
namespace {

std::size_t index(std::ptrdiff_t i) { return static_cast<std::size_t>(i); }

/// What moves as one: the samples of a group, or a sample on its own.
struct Unit {
  std::vector<std::size_t> places;  // in `samples`
  std::map<int, double> counts;     // samples by class; of a class in it, at least 1
};

/// How far a class has come.
struct Progress {
  std::vector<double> missing;  // samples still wanted by each bin; negative where a large group overshot
  std::vector<bool> has;
  int units_left = 0;  // units to come that hold the class
};

/// Units by the class of their first sample, each class in an order of its own: it does not depend on the others.
std::vector<std::vector<Unit>> shuffled(const Listing& listing, const std::vector<int>& samples, const Deal& deal) {
  std::vector<std::vector<Unit>> units(listing.classes.size());
  std::map<std::string, std::pair<std::size_t, std::size_t>> known;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = listing.samples[index(samples[i])];
    std::pair<std::size_t, std::size_t> place{sample.label, units[index(sample.label)].size()};
    if (!sample.group.empty()) place = known.try_emplace(sample.group, place).first->second;
    if (place.second == units[place.first].size()) units[place.first].emplace_back();
    Unit& unit = units[place.first][place.second];
    unit.places.push_back(i);
    ++unit.counts[sample.label];
  }
  for (std::size_t c = 0; c < units.size(); ++c)
    Random(deal.seed, deal.purpose, deal.number, static_cast<std::uint32_t>(c)).shuffle(units[c]);
  return units;
}

/// The largest first: small ones fill what these leave.
std::vector<Unit> in_order(std::vector<std::vector<Unit>> units) {
  std::vector<Unit> out;
  for (auto& of_class : units) std::move(of_class.begin(), of_class.end(), std::back_inserter(out));
  std::stable_sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.places.size() > b.places.size(); });
  return out;
}

std::vector<Progress> beginning(const Listing& listing, const std::vector<Unit>& units, const Deal& deal) {
  std::vector<std::int64_t> counts(listing.classes.size());
  std::vector<Progress> out(counts.size());
  for (const Unit& unit : units)
    for (const auto& [label, n] : unit.counts)
      ++out[index(label)].units_left, counts[index(label)] += static_cast<std::int64_t>(n);
  const Counts wanted = apportion(counts, deal.shares);
  for (std::size_t c = 0; c < out.size(); ++c) {
    out[c].missing = wanted[c];
    out[c].has.resize(deal.shares.size());
    if (const int units_of = out[c].units_left; units_of < static_cast<int>(deal.shares.size()))
      throw Error(
          "class " + listing.classes[c] + " has " + std::to_string(counts[c]) + " samples" +
              (units_of < counts[c] ? " in " + std::to_string(units_of) + (units_of == 1 ? " group" : " groups") : "") +
              ": too few for " + std::to_string(deal.shares.size()) + " " + deal.bins,
          "add images, join it with another class, or " + deal.way_out +
              (units_of == 1 && counts[c] > 1 ? "; a group is a patient: do all have one name or id?" : ""));
  }
  return out;
}

/// Where most is missing of what the unit brings; a bin still without a class comes first when no more units of that
/// class are left than such bins.
std::size_t best_bin(const Unit& unit, const std::vector<Progress>& classes) {
  std::vector<double> gain(classes[0].missing.size());
  for (const auto& [label, n] : unit.counts) {
    const Progress& c = classes[index(label)];
    const auto empty = std::count(c.has.begin(), c.has.end(), false);
    for (std::size_t b = 0; b < gain.size(); ++b)
      gain[b] += n * c.missing[b] + (!c.has[b] && c.units_left <= empty ? 1e12 : 0);
  }
  return index(std::max_element(gain.begin(), gain.end()) - gain.begin());
}

std::vector<int> greedy(const std::vector<Unit>& units, std::vector<Progress> classes) {
  std::vector<int> bins;
  for (const Unit& unit : units) {
    const std::size_t bin = best_bin(unit, classes);
    bins.push_back(static_cast<int>(bin));
    for (const auto& [label, n] : unit.counts) {
      Progress& c = classes[index(label)];
      c.missing[bin] -= n;
      c.has[bin] = true;
      --c.units_left;
    }
  }
  return bins;
}

}  // namespace

std::vector<int> stratify(const Listing& listing, const std::vector<int>& samples, const Deal& deal) {
  const std::vector<Unit> units = in_order(shuffled(listing, samples, deal));
  std::vector<int> bins = greedy(units, beginning(listing, units, deal));
  if (units.size() < samples.size()) {  // without groups, whole samples are where they should be
    std::vector<Load> loads;
    for (const Unit& unit : units) loads.emplace_back(unit.counts.begin(), unit.counts.end());
    exchange(loads, deal.shares, bins, Random(deal.seed, deal.purpose + ", exchange", deal.number));
  }
  std::vector<int> out(samples.size());
  for (std::size_t u = 0; u < units.size(); ++u)
    for (const std::size_t place : units[u].places) out[place] = bins[u];
  return out;
}

void draw_validation(Division& division, const Listing& listing, double share, std::uint64_t seed,
                     std::uint32_t number) {
  const std::vector<int> train = division.indices(Part::train);
  std::vector<bool> learned(listing.classes.size());
  for (const int s : train) learned[index(listing.samples[index(s)].label)] = true;
  for (std::size_t c = 0; c < learned.size(); ++c)
    if (!learned[c])
      throw Error("class " + listing.classes[c] + " has no sample to train on: all of them are in another part",
                  "leave the class out, or divide the data otherwise");
  if (share == 0) return;
  const Deal deal{{1 - share, share}, seed, "validation", number, "parts", "do without one: split.validation = 0"};
  const std::vector<int> bins = stratify(listing, train, deal);
  for (std::size_t i = 0; i < train.size(); ++i)
    if (bins[i] == 1) division.of[index(train[i])] = Part::validation;
}

}  // namespace xp
