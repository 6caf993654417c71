// What `run`, `plan` and `find-rate` share: from a file and options to plans.
#pragma once
#include <vector>

#include "framework/plan/compile.h"
#include "framework/plan/expand.h"
#include "tools/xp/verb.h"

namespace xp {

/// --set, --data, --quick, --trials, --only.
const std::vector<Option>& experiment_options();

struct Planned {
  Compiled compiled;
  std::vector<Plan> plans;          // all, or the one that --only names
  std::vector<Settings> settings;   // flattened, of each plan
  std::vector<std::string> varies;  // settings that differ between them
  std::size_t first_number = 1;     // of plans[0] in the whole expansion
  Search search;                    // how the experiment goes through them; a grid where --only names one
};
/// Epochs that all plans train together; with successive halving about so many.
std::int64_t expected_epochs(const Planned& planned);
/// `position`: of the experiment among the positional arguments.
Planned planned(const Context& context, std::size_t position = 0);
/// Whatever --only says. `more`: as if by --set, after the others.
Planned all_planned(const Context& context, std::size_t position = 0, const Settings& more = {});

/// A column of what varies: seed.init and seed.order are one "seed" where no plan tells them apart.
struct Varying {
  std::string shown, setting;
};
std::vector<Varying> columns(const Planned& planned);

/// "model=xception seed=2": how this plan differs from the others; empty for a single one.
std::string distinction(const Planned& planned, std::size_t plan);

}  // namespace xp
