// What a run computed, as hashes: of its batches, and of the network after each epoch.
#pragma once
#include <vector>

#include "framework/base/hashes.h"
#include "framework/engine/images/batches.h"
#include "framework/engine/network/network.h"

namespace xp {

/// Of the bytes as they lie in memory, wherever that is; of what has gaps, row after row.
std::uint64_t checksum(const Tensor& t);

/// Of the samples in their order, with the labels and weights (empty: all 1) that they were learned with.
std::uint64_t order_hash(const std::vector<int>& samples, const std::vector<int>& labels,
                         const std::vector<double>& weights, const Mixture& mixture);

/// Of parameters and buffers, as they are.
std::vector<TensorHash> tensor_hashes(const Network& network);

}  // namespace xp
