#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "framework/experiment.h"

namespace xp {
namespace {

using PerPart = std::array<double, 3>;  // train, validation, test, as `parts` has them

/// What moves as one: the samples of a group, or a sample on its own.
struct Unit {
  std::vector<std::size_t> samples;
  std::map<int, double> counts;  // samples by class; of a class in it, at least 1
};

/// How far a class has come.
struct Progress {
  PerPart missing{};  // samples still wanted; negative where a large group overshot
  std::array<bool, 3> has{};
  int units_left = 0;  // units to come that hold the class
};

/// Draws the parts class by class, so that each holds its share of every class. No group comes to lie in two parts.
struct HoldOut : Split {
  static constexpr const char* doc = "One test and one validation part, stratified by class, groups kept whole.";
  double test = 0.2, validation = 0.15;

  static void describe(Params<HoldOut>& p) {
    p("test", &HoldOut::test, "share of all samples that is the test").between(0, 0.9);
    p("validation", &HoldOut::validation, "share of all samples by which epochs are chosen").between(0, 0.9);
  }

  Division divide(const Listing& listing) const override {
    if (test + validation > 0.95)
      throw Error("split hold_out leaves nothing to train on: test + validation is above 0.95", "lower one of them");
    const std::vector<std::vector<Unit>> units = shuffled(listing);
    std::vector<Progress> classes(listing.classes.size());
    std::vector<const Unit*> order;  // the largest first: small ones fill what these leave
    for (const auto& of_class : units)
      for (const Unit& unit : of_class) {
        order.push_back(&unit);
        for (const auto& [label, n] : unit.counts) ++classes[index(label)].units_left;
      }
    std::stable_sort(order.begin(), order.end(),
                     [](auto* a, auto* b) { return a->samples.size() > b->samples.size(); });
    check(listing, classes);
    set_targets(listing.counts(), classes);

    Division division;
    division.of.resize(listing.samples.size());
    for (const Unit* unit : order) {
      const std::size_t part = best_part(*unit, classes);
      for (const std::size_t s : unit->samples) division.of[s] = parts[part];
      for (const auto& [label, n] : unit->counts) {
        Progress& c = classes[index(label)];
        c.missing[part] -= n;
        c.has[part] = true;
        --c.units_left;
      }
    }
    return division;
  }

 private:
  static std::size_t index(std::ptrdiff_t i) { return static_cast<std::size_t>(i); }
  static std::size_t largest(const PerPart& of) { return index(std::max_element(of.begin(), of.end()) - of.begin()); }
  double share(std::size_t part) const { return part == 0 ? 1 - test - validation : part == 1 ? validation : test; }
  int parts_wanted() const { return 1 + (validation > 0) + (test > 0); }

  /// Where most is missing of what the unit brings; a part still without a class comes first when no more units of
  /// that class are left than such parts.
  std::size_t best_part(const Unit& unit, const std::vector<Progress>& classes) const {
    PerPart gain{};
    for (const auto& [label, n] : unit.counts) {
      const Progress& c = classes[index(label)];
      int empty = 0;
      for (std::size_t p = 0; p < 3; ++p) empty += share(p) > 0 && !c.has[p];
      for (std::size_t p = 0; p < 3; ++p) gain[p] += n * c.missing[p] + (!c.has[p] && c.units_left <= empty ? 1e12 : 0);
    }
    for (std::size_t p = 0; p < 3; ++p)
      if (share(p) == 0) gain[p] = -INFINITY;
    return largest(gain);
  }

  /// Units by the class of their first sample, each class in an order of its own: it does not depend on the others.
  std::vector<std::vector<Unit>> shuffled(const Listing& listing) const {
    std::vector<std::vector<Unit>> units(listing.classes.size());
    std::map<std::string, std::pair<std::size_t, std::size_t>> places;
    for (std::size_t s = 0; s < listing.samples.size(); ++s) {
      const Sample& sample = listing.samples[s];
      auto& of_class = units[index(sample.label)];
      std::pair<std::size_t, std::size_t> place{sample.label, of_class.size()};
      if (!sample.group.empty()) place = places.try_emplace(sample.group, place).first->second;
      if (place == std::pair<std::size_t, std::size_t>{sample.label, of_class.size()}) of_class.emplace_back();
      Unit& unit = units[place.first][place.second];
      unit.samples.push_back(s);
      ++unit.counts[sample.label];
    }
    for (std::size_t c = 0; c < units.size(); ++c)
      Random(static_cast<std::uint64_t>(seed), "split", 0, static_cast<std::uint32_t>(c)).shuffle(units[c]);
    return units;
  }

  void check(const Listing& listing, const std::vector<Progress>& classes) const {
    const std::vector<std::int64_t> counts = listing.counts();
    for (std::size_t c = 0; c < counts.size(); ++c)
      if (classes[c].units_left < parts_wanted())
        throw Error(
            "class " + listing.classes[c] + " has " + std::to_string(counts[c]) + " samples" +
                (classes[c].units_left < counts[c] ? " in " + std::to_string(classes[c].units_left) + " groups" : "") +
                ": too few for " + std::to_string(parts_wanted()) + " parts",
            "add images, join it with another class, or do without a part: split.validation = 0");
  }

  /// Samples of each class for each part: the class's share rounded up or down, but at least one. At first each class
  /// rounds by its own largest remainders; then single samples change parts while that brings the parts' totals nearer
  /// to their shares of the whole.
  void set_targets(const std::vector<std::int64_t>& counts, std::vector<Progress>& classes) const {
    constexpr double rounding = 1e-9;  // 0.2 · 50 is 10
    PerPart open{};                    // of the whole
    const auto lack = [&](std::size_t c, std::size_t p) {
      return static_cast<double>(counts[c]) * share(p) - classes[c].missing[p];
    };
    for (std::size_t c = 0; c < counts.size(); ++c) {
      if (counts[c] == 0) continue;
      PerPart& target = classes[c].missing;
      auto left = static_cast<double>(counts[c]);
      for (std::size_t p = 0; p < 3; ++p)
        if (share(p) > 0) left -= target[p] = std::max(1.0, std::floor(lack(c, p) + rounding));
      for (; left < 0; ++left) --target[largest(target)];
      for (; left > 0; --left) ++target[largest({lack(c, 0), lack(c, 1), lack(c, 2)})];
      for (std::size_t p = 0; p < 3; ++p) open[p] += lack(c, p);
    }
    while (const auto move = best_move(lack, open, classes, rounding)) {
      const auto [c, from, to] = *move;
      --classes[c].missing[from], ++open[from];
      ++classes[c].missing[to], --open[to];
    }
  }

  /// The class, the part that it rounded up and the one that it rounded down between which a sample should move.
  template <class Lack>
  static std::optional<std::array<std::size_t, 3>> best_move(const Lack& lack, const PerPart& open,
                                                             const std::vector<Progress>& classes, double rounding) {
    std::optional<std::array<std::size_t, 3>> best;
    double most = -INFINITY;
    for (std::size_t c = 0; c < classes.size(); ++c)
      for (std::size_t from = 0; from < 3; ++from)
        for (std::size_t to = 0; to < 3; ++to) {
          const bool keeps_rounded =
              lack(c, from) < -rounding && lack(c, to) > rounding && classes[c].missing[from] > 1;
          const double gain = open[to] - open[from] + lack(c, to) - lack(c, from);
          if (keeps_rounded && open[to] - open[from] > 1 + rounding && gain > most) most = gain, best = {c, from, to};
        }
    return best;
  }
};
XP_PLUGIN("hold_out", HoldOut)

}  // namespace
}  // namespace xp
