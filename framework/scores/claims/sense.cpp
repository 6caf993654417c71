// What a claim must say to be one, and what its counts settle.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "framework/base/error.h"
#include "framework/scores/claims/claim.h"
#include "framework/scores/claims/parts.h"

namespace xp {
namespace {

std::int64_t counted(const Claim& claim) {
  std::int64_t sum = 0;
  for (const ClaimedClass& c : claim.classes) sum += c.images.value_or(0);
  return sum;
}

/// Each class that exists is named and has a count.
bool all_counted(const Claim& claim) {
  return !claim.classes.empty() && claim.number_of_classes == static_cast<int>(claim.classes.size()) &&
         std::all_of(claim.classes.begin(), claim.classes.end(), [](const ClaimedClass& c) { return c.images; });
}

Claim with_assumed_classes(Claim claim) {
  if (claim.number_of_classes != 0 || claim.classes.size() < 2) return claim;
  Claim assumed = claim;
  assumed.number_of_classes = static_cast<int>(claim.classes.size());
  const bool sum_is_of_interest = claim.larger || claim.sizes.contains(counted(claim));
  return all_counted(assumed) && sum_is_of_interest ? assumed : claim;
}

void check_names(const Claim& claim) {
  std::map<std::string, std::string> names;  // in small letters
  for (const ClaimedClass& c : claim.classes) {
    std::string small = c.name;
    for (char& letter : small) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    const auto [known, is_new] = names.emplace(small, c.name);
    if (is_new) continue;
    if (known->second == c.name) throw Error(fmt::format("the class \"{}\" is named twice", c.name));
    throw Error(fmt::format("the classes \"{}\" and \"{}\" differ in case alone", known->second, c.name),
                fmt::format("did you mean \"{}\" both times?", known->second));
  }
}

void check_averages(const Claim& claim) {
  if (!claim.balanced_accuracy && !claim.macro_precision && !claim.macro_f1) return;
  if (claim.number_of_classes == 0)
    throw Error("an average over classes needs to know over how many", "say how many classes there are");
  if (claim.number_of_classes > 20) throw Error("averages are checked for at most 20 classes");
}

void check_sizes(const Claim& claim) {
  const Span sizes = claim.sizes;
  if (sizes.low < 1 || sizes.empty() || sizes.high > largest_size)
    throw Error(fmt::format("no sizes of a test set: {} to {}", sizes.low, sizes.high),
                fmt::format("from 1 to {}", largest_size));
  double shares = 0;
  for (const ClaimedClass& c : claim.classes) shares += c.share ? c.share->least() : 0;
  if (shares > 1 + 1e-9)
    throw Error(fmt::format("the shares sum to at least {:.4g} %: the test set has 100", 100 * shares));
  const std::int64_t sum = counted(claim);
  if (all_counted(claim) && (sum < 1 || sum > largest_counted))
    throw Error(fmt::format("the counts sum to {} images", sum),
                fmt::format("test sets of 1 to {} images are searched", largest_counted));
  if (!claim.larger && (all_counted(claim) ? !sizes.contains(sum) : sum > sizes.high))
    throw Error(fmt::format("the counts sum to {} images: that is no size from {} to {}", sum, sizes.low, sizes.high),
                "leave out the images or a count: one of them is not of this test set");
}

}  // namespace

void check_sense(const Claim& said) {
  const Claim claim = with_assumed_classes(said);
  bool figure = false;
  each_part(claim, [&](const std::string& name, const auto& part) {
    if (part && name.rfind("share:", 0) != 0 && name.rfind("images:", 0) != 0) figure = true;
  });
  if (!figure)
    throw Error("a claim without a figure: there is nothing to check",
                "say an accuracy, or of a class its precision, recall, F1 or specificity");
  check_names(claim);
  const int named = static_cast<int>(claim.classes.size());
  if (claim.number_of_classes != 0 && claim.number_of_classes < named)
    throw Error(fmt::format("{} classes are named, and there are {}", named, claim.number_of_classes));
  check_averages(claim);
  check_sizes(claim);
}

Claim settled(const Claim& said) {
  Claim claim = with_assumed_classes(said);
  if (!all_counted(claim)) return claim;
  claim.sizes = {counted(claim), counted(claim)};
  claim.larger = false;
  return claim;
}

}  // namespace xp
