// What every run is known by, whatever it trained: its status, its name, its times.
#pragma once
#include <vector>

#include "framework/store/record.h"
#include "reports/list/field.h"

namespace xp {

struct RunFact {
  const char* name;
  Field::Kind kind;
  const char* prefix;
  Cell (*of)(const RunRow&);
};

/// In the order in which help names them.
const std::vector<RunFact>& run_facts();
/// Null where no fact has this name.
const RunFact* run_fact(const std::string& name);

}  // namespace xp
