// BatchNorm's statistics, estimated anew for weights that no batch was seen with.
#pragma once
#include <functional>
#include <vector>

#include "framework/engine/execution.h"
#include "framework/engine/network/network.h"

namespace xp {

/// Running means and variances that training moves, with the momentum of their layers.
struct LearningStatistics {
  Tensor values;
  double momentum;
};
std::vector<LearningStatistics> learning_statistics(const Network& network);

/// The mean over all batches of what each says of itself, as torch.optim.swa_utils.update_bn. `see` passes a batch
/// through the network in training.
void estimate_statistics(const Network& network, Execution& execution, const std::vector<std::vector<int>>& batches,
                         const std::function<void(const std::vector<int>&)>& see);

}  // namespace xp
