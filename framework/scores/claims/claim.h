// Published figures, and which test sets can have given them: the idea of GRIM (Brown and Heathers, Social
// Psychological and Personality Science 8 (2017): a mean of whole numbers cannot be any decimal) for rates of a
// confusion matrix. Every decision is made in whole numbers.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/scores/claims/rate.h"

namespace xp {

struct ClaimedClass {
  std::string name;
  std::optional<ClaimedRate> precision, recall, f1, specificity;
  std::optional<ClaimedRate> share;    // of the test set; s images of n fit as floor(low·n) <= s <= ceil(high·n)
  std::optional<std::int64_t> images;  // in the test set
};

struct Claim {
  std::string name;  // of a row in a file
  std::optional<ClaimedRate> accuracy, balanced_accuracy, macro_precision, macro_f1;
  std::vector<ClaimedClass> classes;  // those that are named; others may exist
  int number_of_classes = 0;          // 0: unknown, at least those that are named
  Span sizes{1, 1000};                // of the test set, to be searched
  bool larger = true;                 // whether sizes above those are of interest as well
};

/// Of one class: how many images it has, how many were named so, how many of both. recall = right / images,
/// precision = right / named, F1 = 2·right / (images + named).
struct Tally {
  std::int64_t right = 0, images = 0, named = 0;
  bool operator==(const Tally&) const = default;
};

/// What fits at one size of the test set. An example has a tally for each named class, then for each other one, or one
/// for all others together (`Checked::pooled`).
struct Fitting {
  std::int64_t images = 0, right = 0;  // of the example
  std::int64_t ways = 0;               // different tallies of all classes
  bool more = false;                   // there may be more ways: counting is bounded
  std::vector<Tally> example;
};

struct Checked {
  Claim claim;
  bool assumed_all = false;             // that the named classes are all there are, as each has a count
  bool pooled = false;                  // the last tally is of other classes, any number of them
  int others = 0;                       // tallies after those of the named classes
  std::vector<Fitting> fits;            // by size
  std::vector<std::int64_t> undecided;  // sizes where the search was given up: too many possibilities
  bool none_larger = false;             // proven: nothing fits above claim.sizes either
  std::vector<std::string> alone;       // if it is impossible: figures that are so by themselves ("recall:Normal")
  std::vector<std::string> conflict;    // and figures that exclude each other, none to spare
  /// Nothing fits, and that is all there is to know: no size was given up, and none that is larger is of interest, or
  /// none of them fits either. Larger sizes that were not searched prove nothing.
  bool impossible() const { return fits.empty() && undecided.empty() && (none_larger || !claim.larger); }
};

constexpr std::int64_t most_ways = 1000;
constexpr std::int64_t largest_size = 5000;      // where a range of sizes is searched
constexpr std::int64_t largest_counted = 10000;  // where the counts of all classes leave one size

/// Throws Error: no figure at all, a class named twice (also where case alone differs), more classes named than there
/// are, macro figures without the number of classes, shares over 100 % in sum, counts that leave no size, sizes that
/// are none.
void check_sense(const Claim& claim);
/// With what the counts say: where each class that exists has one, the size is their sum and no other is of interest.
/// Two classes or more that all have a count are taken for all there are (`number_of_classes` set), unless it is said
/// otherwise. For claims that make sense.
Claim settled(const Claim& claim);
/// Throws what check_sense throws. `Checked::claim` is the settled one.
Checked check(const Claim& claim);

/// Figures as they are named in tables, files and conflicts, with what was typed: {"recall:Normal", "0.89"}.
std::vector<std::pair<std::string, ClaimedRate>> figures_of(const Claim& claim);

/// A confusion matrix (rows truth, columns predicted) with these tallies; the pooled tally's own cell also holds what
/// other classes were taken for each other. The tallies must fit: see may_be_placed.
std::vector<std::vector<std::int64_t>> matrix_of(const std::vector<Tally>& tallies, bool pooled);
/// What is wrong can be placed off the diagonal: Σimages = Σnamed, and (images − right) + (named − right) of no class
/// exceeds the number of wrong answers. (Gale's condition for a transport problem; one forbidden cell a row leaves only
/// these cuts.) The pooled tally has no forbidden cell.
bool may_be_placed(const std::vector<Tally>& tallies, bool pooled);

}  // namespace xp
