// What a reader can do about a run that has not come to its end.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

struct NextStep {
  std::string sentence;  // empty: it ended, and nothing waits
  std::string command{};
};
/// `reloads`: the seconds after which the page that says it loads itself again; 0: never.
NextStep next_step(const Record& record, int reloads = 0);
/// What goes on with a run that ended short: a trial, and a run of folds, with their sweep.
std::string resuming(const Record& record);

}  // namespace xp
