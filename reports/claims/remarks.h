// What a reader of a checked claim should know besides the verdict.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/claims/claim.h"

namespace xp {

/// A rate that no whole number of `of` images has, and the numbers next to it.
struct Nearest {
  std::string figure, typed;
  std::int64_t of = 0;
  std::vector<std::int64_t> right;  // above it, then below
};
/// Of a claim that is impossible at its one size: its accuracy, and recalls of classes with a count.
std::vector<Nearest> nearest_of(const Checked& checked);

inline constexpr const char* remark_on_means =
    "A published figure may be a mean over folds or repeats: then this does not apply to it.";

/// Whole sentences: the nearest possible rates, a figure that was read as one digit beside finer ones, which classes
/// are taken to exist, and what the arithmetic cannot know.
std::vector<std::string> claim_remarks(const Checked& checked);

}  // namespace xp
