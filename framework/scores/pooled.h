// What a network says of an image that it saw in parts.
#pragma once
#include <vector>

namespace xp {

enum class Pooling { mean, largest };

/// From the probabilities of the parts, one row a part: of each class their mean, or the largest, scaled to sum 1. At
/// least one part.
std::vector<double> pooled(const std::vector<std::vector<double>>& parts, Pooling how = Pooling::mean);

}  // namespace xp
