// A run's weights under the names that somebody else's program looks for.
#pragma once
#include <string>

#include "framework/weights/weights.h"
#include "tools/xp/verb.h"

namespace xp {

/// The kept weights of `run` as a state dict of `source`, "torchvision" or "timm". Attention, which has no name there,
/// is left out, with a remark. Throws Error for a model that was not published there.
WeightFile renamed_weights(Context& context, const std::string& run, const std::string& source);

}  // namespace xp
