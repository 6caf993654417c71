// What a reader can do about a run that has not come to its end.
#pragma once
#include <string>

#include "framework/store/record.h"

namespace xp {

struct NextStep {
  std::string sentence;  // empty: it ended, and nothing waits
  std::string command{};
};
NextStep next_step(const Record& record);

}  // namespace xp
