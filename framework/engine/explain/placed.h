// From the numbers of a network's maps to heat maps, and where a radiograph lies in what the network sees.
#pragma once
#include <vector>

#include "framework/engine/explain/heatmap.h"
#include "framework/engine/torch.h"
#include "framework/net/measure.h"
#include "framework/plan/plan.h"

namespace xp {

/// One a row of N×H×W doubles on the CPU.
std::vector<Heat> heats_of(const Tensor& heat);
/// Where an image of this shape lies in what enters the network.
Region place_of_image(const Plan& plan, Shape shape);

}  // namespace xp
