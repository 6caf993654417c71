// The search over test sets of one size: exact, and cut short by what the classes that are still open can add up to.
#pragma once
#include <array>

#include "framework/scores/claims/average.h"
#include "framework/scores/claims/class.h"

namespace xp {

class ClaimSearch {
 public:
  /// For sizes up to `most`: the claim's named classes and `others` more, the last of them pooled where `pooled`.
  ClaimSearch(const Claim& claim, int others, bool pooled, std::int64_t most);

  struct Found {
    Fitting fitting;         // no ways where nothing fits
    bool undecided = false;  // given up after a bounded number of steps, with nothing found
  };
  /// What fits test sets of n images, n <= most; counts no more than `enough` ways.
  Found at(std::int64_t n, std::int64_t enough = most_ways);

  static constexpr std::size_t slopes = 5;

 private:
  /// Chooses how many of class j's images were right, then the next class; `left` right answers are still to be given.
  void descend(std::size_t j, std::int64_t left, const Open& sum);
  /// Single numbers of images and named, where a figure asks for them.
  void choose(std::size_t j, std::int64_t left, const Open& open, const Open& sum, const Open& rest);
  void count_ways(std::size_t j, const Open& sum);
  void keep();
  bool slopes_reach(const Open& sum, const std::array<Span, slopes>& rest) const;
  bool enough() const { return found_.ways >= enough_ || steps_ > step_limit_; }

  static constexpr std::int64_t most_steps = 2'000'000, most_steps_to_count = 20'000, most_steps_in_all = 100'000'000;

  std::optional<ClaimedRate> accuracy_;
  std::vector<OfClass> classes_;                   // fewest possibilities first
  std::vector<std::size_t> place_;                 // of each in an example
  std::vector<std::vector<std::int64_t>> rights_;  // [class]: possible numbers of right answers
  std::vector<std::vector<Open>> alone_;           // [class][right]
  std::vector<std::vector<Open>> rest_;            // [class][right of it and those after it]: what they may add up to
  std::vector<std::vector<std::array<Span, slopes>>> slanted_, slanted_rest_;
  std::optional<ClaimedAverage> recall_, precision_, f1_;

  // Of the size at hand.
  std::int64_t n_ = 0, wrong_ = 0, steps_ = 0, step_limit_ = most_steps, steps_in_all_ = 0, enough_ = 0;
  Fitting found_;
  std::vector<std::int64_t> right_;                                   // [class]
  std::vector<Open> open_;                                            // [class]
  std::vector<Tally> way_;                                            // [class]
  std::vector<std::vector<std::pair<std::int64_t, Open>>> possible_;  // [class]: right answers, and what they leave
};

}  // namespace xp
