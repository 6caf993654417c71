// The scores that a confusion matrix is enough for: they need no probabilities, and can be counted in any resample.
#pragma once
#include <string>

#include "framework/scores/confusion.h"

namespace xp {

/// `c` is read by scores of one class alone.
using OfCounts = double (*)(const Confusion& counts, int c);

/// The score of that name, over all classes or of one; nullptr where it rests on probabilities.
OfCounts of_counts(const std::string& score);

}  // namespace xp
