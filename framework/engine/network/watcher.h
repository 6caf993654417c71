// Who is told what a batch is learned by, tensor by tensor, in the order of computing: of a run that is traced.
#pragma once
#include <functional>
#include <string>

#include "framework/engine/torch.h"

namespace xp {

/// Must not change the value, which later steps read, and may write over.
using Watcher = std::function<void(const std::string& tensor, const Tensor& value)>;

}  // namespace xp
