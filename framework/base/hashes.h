// What a run computed, as numbers to compare: where two runs of one plan first differ is where these do. XXH3, 64 bits,
// of bytes as they lie in memory (little-endian): no protection against an author, plenty against chance.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace xp {

/// Of one batch that was learned from.
struct BatchHashes {
  std::int64_t step = 0;     // in the run, from 1
  std::uint64_t order = 0;   // which samples, in which order, with which labels and weights
  std::uint64_t pixels = 0;  // what the network was shown; where frozen features are remembered, these
  std::uint64_t loss = 0;    // the bits of the objective
  bool operator==(const BatchHashes&) const = default;
};

/// Of one tensor of the network, or within a batch.
struct TensorHash {
  std::string tensor;  // "stem.conv.weight"
  std::uint64_t values = 0;
  bool operator==(const TensorHash&) const = default;
};

/// What an epoch adds to these: its batches, and the network's tensors as it left them.
struct Hashes {
  std::vector<BatchHashes> batches;
  std::vector<TensorHash> tensors;
};

}  // namespace xp
