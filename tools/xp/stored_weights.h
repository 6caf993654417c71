// What `predict` and `explain` share: a run's weights, and what to think of its answers.
#pragma once
#include <string>
#include <vector>

#include "framework/data/tile.h"
#include "tools/xp/verb.h"

namespace xp {

/// Where the run's weights are. Throws Error when it kept none, or when they are not what it kept.
std::string checked_weights(const Store& store, const Record& record);
/// Remarks on what makes the answers for these files, of which the network is shown `parts`, worth less than they look.
void caution(const Context& context, const Record& record, const std::vector<std::string>& files,
             const std::vector<Tile>& parts);

}  // namespace xp
