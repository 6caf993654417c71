// What is said of a sweep, in sentences: the same in a terminal and on a page.
#pragma once
#include <string>
#include <vector>

#include "reports/sweep.h"

namespace xp {

/// The settings that vary, as they are called: "seed" for "seed.init" where the two seeds are one. In their order.
std::vector<std::string> names_of_varying(const SweepResult& page);
/// "FINISHED", "FINISHED, earlier", "stopped", "deleted".
std::string state_of(const SweptTrial& trial);
/// "optimizer.rate=0.001 seed=3"
std::string settings_of(const SweepResult& page, const SweptTrial& trial);

/// How the space was searched, what became of the trials, and what it took.
std::string searched_sentence(const SweepResult& page);
/// Which trial is chosen, or that there is none to choose; empty where `apart` forbids a choice, which a caveat says.
std::string choice_sentence(const SweepResult& page);
/// What the test set says of that one choice.
std::string test_sentence(const SweepResult& page);
/// What mattered, and by which method that was found; or why nothing can be said.
std::string importance_sentence(const SweepResult& page);

}  // namespace xp
