// From what is to be trained to a sweep in the store, and back: what is known of each of its trials.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "framework/plan/search.h"
#include "framework/run/conductor.h"
#include "framework/run/run.h"
#include "framework/run/work.h"

namespace xp {

/// Of the leaves in their order, with their roles, and of the search: the same command finds its sweep again by it.
std::string sweep_hash(const Work& work, const Search& search);

/// A sweep with all its trials, in the order of the leaves, and the runs that stand for all folds of a plan, in one
/// transaction. Of the circumstances counts what those runs keep: name, note, tags, sources, environment. `needed`: for
/// what FINISHED before with the same identity, in any sweep or alone, that run stands; for folds, where all of their
/// plan did.
std::int64_t open_sweep(const Work& work, const Search& search, const Circumstances& circumstances, bool needed,
                        Store& store);

struct Found {
  std::int64_t sweep = 0;
  bool opened = false;
};
/// The last sweep of the same trials where `goes_on` says so of it, never a foreign one, else a new one: of several
/// processes that ask at once, one opens it and the others find it.
Found find_or_open(const Work& work, const Search& search, const Circumstances& circumstances, bool needed,
                   const std::function<bool(const SweepRow&)>& goes_on, Store& store);

/// Throws Error, with what to do instead, where it was imported: its trials' plans may write to files here, and nobody
/// has vouched for them.
void refuse_foreign(std::int64_t sweep, const Store& store);

/// The same for what is left of a sweep that goes on; folds stay with their plan. Returns how many.
int reuse(std::int64_t sweep, Store& store);

/// By place.
std::vector<TrialState> states(std::int64_t sweep, const Store& store);

/// A search by successive halving as far as the store knows it; none for another search.
std::optional<SuccessiveHalving> halving_of(std::int64_t sweep, const Store& store);

/// The monitored score at a run's chosen epoch, or at the best of the first `until` epochs; NaN: none.
double monitored(const RunRow& run, const Plan& plan, const Store& store, int until = 0);

}  // namespace xp
