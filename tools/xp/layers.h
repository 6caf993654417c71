// The layer table of a network, as `plan --net` and `show --net` print it.
#pragma once
#include <string>
#include <vector>

#include "framework/net/table.h"
#include "framework/plan/plan.h"
#include "reports/table.h"
#include "tools/xp/verb.h"

namespace xp {

/// A network that plans or runs share, and what to call them: "plan 1, 2, 5" or "run12".
struct NamedNet {
  std::string of, model;
  LayerTable layers;
};
/// Throws Error when the plan's network does not fit its input.
NamedNet named_net(const Plan& plan, const std::string& of);

/// Numbers with their units, and a last row with the totals.
Table layer_table(const NamedNet& net);
/// Plain numbers, one row a layer; of several networks each row says whose it is.
Table layer_rows(const std::vector<NamedNet>& nets);
/// As --json, --csv or --md ask, else for people.
Exit print_nets(Context& context, const std::vector<NamedNet>& nets);

}  // namespace xp
