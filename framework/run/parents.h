// A run that stands for all folds of a plan: it trains nothing itself, its children are the folds and their controls.
#pragma once
#include "framework/run/run.h"

namespace xp {

/// RUNNING, in this process, with the plan of all folds; the setting split.folds says how many. Returns its id.
std::int64_t open_parent(const Plan& plan, const Circumstances& circumstances, Store& store);

/// In place of the deleted runs that stand for folds of a sweep new ones, for the folds to be run again.
void reopen_parents(std::int64_t sweep, const Circumstances& circumstances, Store& store);

/// Once no child runs: FINISHED with the mean and the standard deviation of every score over the folds (see
/// Record::children), FAILED where a fold failed, KILLED where folds are missing. Controls do not count. May be called
/// again when more has run; does nothing while a child runs, and to a run that has no folds.
void conclude_parent(std::int64_t parent, Store& store);

/// "3 of 5 folds ended: fold 2 FAILED (run14), fold 5 has not begun"; empty where all are FINISHED.
std::string unfinished(const std::vector<Child>& children, int folds);

}  // namespace xp
