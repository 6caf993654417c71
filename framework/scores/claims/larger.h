// Sizes that no search reaches: whether figures exclude each other in every large test set.
#pragma once
#include "framework/scores/claims/claim.h"

namespace xp {

/// Proves that no test set of `least` images or more fits. What is claimed is linear in right answers, images and named
/// of each class and the size, so that real numbers in their place make it a linear programme, solved in exact
/// fractions; where that has no solution, no test set does. False: nothing is proven. Without macro figures, shares and
/// class sizes it means that some larger size fits: a solution in fractions times its denominators is one. Macro
/// figures are left out.
bool none_from(const Claim& claim, int others, bool pooled, std::int64_t least);

}  // namespace xp
