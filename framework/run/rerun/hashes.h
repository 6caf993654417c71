// Where two runs of one plan first part, told by the hashes that each keeps of its batches and tensors.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/hashes.h"

namespace xp {

struct BatchDifference {
  enum class What { order, pixels, loss, missing };  // the first of these that differs
  What what = What::order;
  std::int64_t step = 0;
  int epoch = 0;               // 0: unknown
  std::int64_t misplaced = 0;  // the first batch, this or a later one, of other images or in only one; 0: none
};
/// The first; `epochs`: that the batches make up, so that a batch's epoch is known.
std::optional<BatchDifference> first_difference(const std::vector<BatchHashes>& was,
                                                const std::vector<BatchHashes>& now, int epochs);

struct TensorDifference {
  int epoch = 0;
  std::string tensor;  // the first in the network's order
  bool missing = false;
  std::int64_t differing = 0, of = 0;  // tensors of that epoch
  bool incomplete = false;             // this or a later one is there in only one of the two
};
using TensorsByEpoch = std::map<int, std::vector<TensorHash>>;
std::optional<TensorDifference> first_difference(const TensorsByEpoch& was, const TensorsByEpoch& now);

/// What each says of where to look.
std::string sentence(const BatchDifference& difference);
std::string sentence(const TensorDifference& difference);

}  // namespace xp
