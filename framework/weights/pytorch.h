// What torch.save's pickles mean: storages, views of them, and state dicts, wherever the bytes are.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "framework/weights/budget.h"
#include "framework/weights/pickle.h"
#include "framework/weights/weights.h"

namespace xp {

/// Everything that a state dict and what lies beside it in a checkpoint may name. None of it is ever called.
const std::set<std::string, std::less<>>& pytorch_globals();

/// What a persistent id names: ('storage', torch.FloatStorage, key, device, count, view of another storage).
struct TensorStorage {
  std::string key;
  Element element = Element::f32;
  std::int64_t first = 0;  // element of the storage `key` with which this one begins
};
TensorStorage storage_of(const Pickle& pickle, const PickleNode& persistent);

/// The bytes of the storage with this key; throws Error when there is none.
using Storages = std::function<std::string_view(const TensorStorage&)>;

bool is_tensor(const Pickle& pickle, const PickleNode& node);
/// The tensor that such a node describes, row-major whatever its strides. Throws Error when it reaches past its
/// storage.
WeightTensor tensor_of(const Pickle& pickle, const PickleNode& node, const Storages& storages, Budget& budget);

/// The weights of a checkpoint: its state dict is found, optimizers are left out, and prefixes that all names share are
/// taken off. `format` is left to the caller.
WeightFile checkpoint(const Pickle& pickle, const Storages& storages, Budget& budget);

}  // namespace xp
