// In which order the plans of a grid run.
#pragma once
#include <cstddef>
#include <vector>

#include "framework/plan/plan.h"
#include "framework/plan/search.h"

namespace xp {

/// Indices into `plans`, such that every beginning of the order has each value of each setting about equally often, and
/// each pair of values too: what has run after an hour says something about all of them. Repeats that differ in nothing
/// but seeds come after everything has run once. The first plan begins. The same on every machine. Quadratic in the number of plans.
std::vector<std::size_t> interleaved(const std::vector<Settings>& plans);

/// Drawn plans run as they were drawn; the plans of a grid interleaved.
std::vector<std::size_t> running_order(const std::vector<Plan>& plans, const Search& search);

}  // namespace xp
