#include "framework/engine/training/hashes.h"

#include "framework/base/checksum.h"

namespace xp {

std::uint64_t checksum(const Tensor& t) {
  const Tensor here = t.detach().to(at::kCPU), whole = here.is_non_overlapping_and_dense() ? here : here.contiguous();
  return checksum(whole.data_ptr(), whole.nbytes());
}

/// Each part by itself, so that what ends one cannot begin the next.
std::uint64_t order_hash(const std::vector<int>& samples, const std::vector<int>& labels,
                         const std::vector<double>& weights, const Mixture& mixture) {
  return checksum(std::vector{checksum(samples), checksum(labels), checksum(weights), checksum(mixture.labels),
                              checksum(mixture.shares)});
}

std::vector<TensorHash> tensor_hashes(const Network& network) {
  std::vector<TensorHash> out;
  for (const NamedTensor& t : network.state()) out.push_back({t.name, checksum(t.tensor)});
  return out;
}

}  // namespace xp
