#include "framework/engine/training/statistics.h"

#include "framework/engine/network/layer.h"

namespace xp {

std::vector<LearningStatistics> learning_statistics(const Network& network) {
  std::vector<LearningStatistics> out;
  for (const NamedTensor& t : network.buffers()) {
    const Layer& layer = network.at(t.name.substr(0, t.name.rfind('.')));
    if (!layer.frozen()) out.push_back({t.tensor, layer.net().momentum});
  }
  return out;
}

/// A batch moves statistics that are 0 to momentum · its own.
void estimate_statistics(const Network& network, Execution& execution, const std::vector<std::vector<int>>& batches,
                         const std::function<void(const std::vector<int>&)>& see) {
  const at::NoGradGuard no_gradients;
  std::vector<LearningStatistics> all = learning_statistics(network);
  if (all.empty()) return;
  std::vector<Tensor> sums;
  for (const LearningStatistics& s : all) sums.push_back(at::zeros_like(s.values, at::kDouble));
  for (const std::vector<int>& batch : batches) {
    for (LearningStatistics& s : all) s.values.zero_();
    see(batch);
    for (std::size_t i = 0; i < all.size(); ++i) sums[i].add_(all[i].values, 1 / all[i].momentum);
  }
  for (std::size_t i = 0; i < all.size(); ++i) all[i].values.copy_(sums[i].div_(static_cast<double>(batches.size())));
  execution.changed();
}

}  // namespace xp
