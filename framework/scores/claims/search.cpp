#include "framework/scores/claims/search.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace xp {
namespace {

constexpr std::int64_t nowhere = std::int64_t{1} << 50;  // beyond every sum
const Open nothing{{nowhere, -nowhere}, {nowhere, -nowhere}, {nowhere, -nowhere}};
const Open zero{};

void widen(Span& to, Span by) { to = {std::min(to.low, by.low), std::max(to.high, by.high)}; }

void widen(Open& to, const Open& by) {
  widen(to.images, by.images);
  widen(to.named, by.named);
  widen(to.both, by.both);
}

/// What is left of n for one addend when the others sum to `others`.
Span left_of(std::int64_t n, Span others) { return {n - others.high, n - others.low}; }

/// Further sums that must come out right where Σs = Σq = n: a·Σs − b·Σq = (a − b)·n. They cut short what the other
/// bounds, each alone, let pass.
struct Slope {
  std::int64_t images, named;
};
constexpr std::array<Slope, ClaimSearch::slopes> all_slopes{{{1, 1}, {2, 1}, {1, 2}, {4, 3}, {3, 4}}};

std::array<Span, ClaimSearch::slopes> slanted(const Open& open) {
  std::array<Span, ClaimSearch::slopes> out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto [a, b] = all_slopes[i];
    out[i] = {a * open.images.low - b * open.named.high, a * open.images.high - b * open.named.low};
  }
  return out;
}

/// 0, 1, 2, 3, 4 → 2, 1, 3, 0, 4: most that fits lies in the middle of what may.
template <class Number>
Number from_the_middle(Number i, Number size) {
  const Number step = (i + 1) / 2, middle = size / 2;
  return i % 2 == 1 ? middle - step : middle + step;
}

}  // namespace

ClaimSearch::ClaimSearch(const Claim& claim, int others, bool pooled, std::int64_t most) : accuracy_(claim.accuracy) {
  const bool macro = claim.balanced_accuracy || claim.macro_precision || claim.macro_f1;
  std::vector<OfClass> classes;
  for (const ClaimedClass& c : claim.classes) classes.push_back({c});
  for (int i = 0; i < others; ++i) classes.push_back({{}, pooled && i + 1 == others});
  std::vector<std::vector<std::int64_t>> rights(classes.size());
  std::vector<std::vector<Open>> alone(classes.size());
  for (std::size_t j = 0; j < classes.size(); ++j) {
    OfClass& c = classes[j];
    c.with_images = macro;
    c.choose_images = claim.balanced_accuracy || c.claimed.specificity;
    c.choose_named = claim.macro_precision.has_value();
    c.choose_both = claim.macro_f1.has_value();
    for (std::int64_t k = 0; k <= most; ++k) {
      alone[j].push_back(c.alone(k, most));
      if (!alone[j].back().images.empty()) rights[j].push_back(k);
    }
  }
  place_.resize(classes.size());
  std::iota(place_.begin(), place_.end(), 0);
  std::stable_sort(place_.begin(), place_.end(),
                   [&](std::size_t a, std::size_t b) { return rights[a].size() < rights[b].size(); });
  for (const std::size_t j : place_) {
    classes_.push_back(classes[j]);
    rights_.push_back(std::move(rights[j]));
    alone_.push_back(std::move(alone[j]));
  }
  const auto end = static_cast<std::size_t>(most) + 1;
  rest_.assign(classes_.size() + 1, std::vector<Open>(end, nothing));
  rest_.back()[0] = zero;
  std::array<Span, slopes> none;
  none.fill(nothing.images);
  slanted_rest_.assign(classes_.size() + 1, std::vector<std::array<Span, slopes>>(end, none));
  slanted_rest_.back()[0] = {};
  for (const auto& each : alone_) {
    slanted_.emplace_back();
    for (const Open& open : each) slanted_.back().push_back(slanted(open));
  }
  for (std::size_t j = classes_.size(); j-- > 0;)
    for (const std::int64_t k : rights_[j])
      for (std::size_t sum = static_cast<std::size_t>(k); sum < end; ++sum) {
        const Open& after = rest_[j + 1][sum - static_cast<std::size_t>(k)];
        if (after.images.empty()) continue;
        widen(rest_[j][sum], alone_[j][static_cast<std::size_t>(k)] + after);
        for (std::size_t i = 0; i < slopes; ++i) {
          const Span there = slanted_rest_[j + 1][sum - static_cast<std::size_t>(k)][i];
          widen(slanted_rest_[j][sum][i], {there.low + slanted_[j][k][i].low, there.high + slanted_[j][k][i].high});
        }
      }
  const auto of_each = [&](const std::optional<ClaimedRate>& mean, std::optional<ClaimedRate> ClaimedClass::*rate,
                           std::optional<ClaimedAverage>& average) {
    std::vector<std::optional<ClaimedRate>> each;
    for (const OfClass& c : classes_) each.push_back(c.claimed.*rate);
    if (mean) average.emplace(*mean, each);
  };
  of_each(claim.balanced_accuracy, &ClaimedClass::recall, recall_);
  of_each(claim.macro_precision, &ClaimedClass::precision, precision_);
  of_each(claim.macro_f1, &ClaimedClass::f1, f1_);
  right_.resize(classes_.size());
  open_.resize(classes_.size());
  way_.resize(classes_.size());
  possible_.resize(classes_.size());
}

ClaimSearch::Found ClaimSearch::at(std::int64_t n, std::int64_t enough_ways) {
  n_ = n;
  enough_ = enough_ways;
  steps_ = 0;
  step_limit_ = most_steps;
  found_ = {n, 0, 0, false, {}};
  if (steps_in_all_ > most_steps_in_all) return {found_, true};
  const Span right = accuracy_ ? accuracy_->numerators(n) : Span{0, n};
  const std::int64_t totals = right.high - right.low + 1;
  for (std::int64_t i = 0; i < totals && !enough(); ++i) {
    const std::int64_t k = right.low + from_the_middle(i, totals);
    wrong_ = n - k;
    if (reaches(rest_[0][static_cast<std::size_t>(k)], n)) descend(0, k, zero);
  }
  steps_in_all_ += steps_;
  found_.more = enough() && found_.ways > 0;
  return {found_, found_.ways == 0 && steps_ > step_limit_};
}

void ClaimSearch::descend(std::size_t j, std::int64_t left, const Open& sum) {
  if (j == classes_.size()) {
    const bool fits = (!recall_ || recall_->fits()) && (!precision_ || precision_->fits()) && (!f1_ || f1_->fits());
    if (fits) count_ways(0, sum);
    return;
  }
  const bool last = j + 1 == classes_.size();
  const auto& rights = rights_[j];
  const auto begin = last ? std::lower_bound(rights.begin(), rights.end(), left) : rights.begin();
  std::vector<std::pair<std::int64_t, Open>>& possible = possible_[j];
  possible.clear();
  for (auto k = begin; k != rights.end() && *k <= left; ++k) {
    ++steps_;
    const Open& rest = rest_[j + 1][static_cast<std::size_t>(left - *k)];
    Open open = alone_[j][static_cast<std::size_t>(*k)];
    if (rest.images.empty() || !classes_[j].narrow(open, *k, n_, wrong_) || !reaches(sum + open + rest, n_)) continue;
    if (!slopes_reach(sum + open, slanted_rest_[j + 1][static_cast<std::size_t>(left - *k)])) continue;
    possible.emplace_back(*k, open);
  }
  for (std::size_t i = 0; i < possible.size() && !enough(); ++i) {
    const auto& [k, open] = possible[from_the_middle(i, possible.size())];
    right_[j] = k;
    choose(j, left - k, open, sum, rest_[j + 1][static_cast<std::size_t>(left - k)]);
  }
}

bool ClaimSearch::slopes_reach(const Open& sum, const std::array<Span, slopes>& rest) const {
  const std::array<Span, slopes> here = slanted(sum);
  for (std::size_t i = 0; i < slopes; ++i) {
    const std::int64_t total = (all_slopes[i].images - all_slopes[i].named) * n_;
    if (here[i].low + rest[i].low > total || here[i].high + rest[i].high < total) return false;
  }
  return true;
}

void ClaimSearch::choose(std::size_t j, std::int64_t left, const Open& open, const Open& sum, const Open& rest) {
  const OfClass& c = classes_[j];
  const Open others = sum + rest;
  const auto each = [&](bool one_by_one, Span Open::*what, std::int64_t total, Open from, const auto& use) {
    if (!one_by_one) return use(from);
    const Span range = from.*what & left_of(total, others.*what);
    for (std::int64_t value = range.low; value <= range.high && !enough(); ++value) {
      ++steps_;
      Open chosen = from;
      chosen.*what = {value, value};
      if (chosen.tighten()) use(chosen);
    }
  };
  each(c.choose_images, &Open::images, n_, open, [&](Open one) {
    if (recall_ && !recall_->set(j, right_[j], one.images.low)) return;
    if (!c.narrow_specificity(one, right_[j], n_)) return;
    each(c.choose_named, &Open::named, n_, one, [&](const Open& two) {
      if (precision_ && !precision_->set(j, right_[j], two.named.low)) return;
      each(c.choose_both, &Open::both, 2 * n_, two, [&](const Open& three) {
        if (f1_ && !f1_->set(j, 2 * right_[j], three.both.low)) return;
        if (!reaches(others + three, n_)) return;
        open_[j] = three;
        descend(j + 1, left, sum + three);
      });
    });
  });
}

void ClaimSearch::count_ways(std::size_t j, const Open& sum) {
  if (j == classes_.size()) return keep();
  const Open& open = open_[j];
  Open others = sum;  // less this class, whose sum `sum` has as its bounds
  const auto less = [](Span a, Span b) { return Span{a.low - b.low, a.high - b.high}; };
  others = {less(sum.images, open.images), less(sum.named, open.named), less(sum.both, open.both)};
  const auto exactly = [](std::int64_t n) { return Span{n, n}; };
  const Span images = open.images & left_of(n_, others.images);
  for (std::int64_t s = images.low; s <= images.high && !enough(); ++s) {
    const Span both = open.both & left_of(2 * n_, others.both);
    const Span named = open.named & left_of(n_, others.named) & Span{both.low - s, both.high - s};
    for (std::int64_t q = named.low; q <= named.high && !enough(); ++q) {
      ++steps_;
      way_[j] = {right_[j], s, q};
      count_ways(j + 1, others + Open{exactly(s), exactly(q), exactly(s + q)});
    }
  }
}

void ClaimSearch::keep() {
  if (++found_.ways > 1) return;
  step_limit_ = std::min(step_limit_, steps_ + most_steps_to_count);
  found_.example.resize(way_.size());
  for (std::size_t j = 0; j < way_.size(); ++j) found_.example[place_[j]] = way_[j];
  found_.right = n_ - wrong_;
}

}  // namespace xp
