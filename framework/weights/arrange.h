// A tensor of somebody's file in the order in which a layer here has it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "framework/net/places.h"
#include "framework/weights/weights.h"

namespace xp {

/// Row-major numbers of place.shape; nothing where the shapes do not fit. PyTorch's order is ours. Keras keeps a
/// kernel as kh×kw×in×out, a depthwise one as kh×kw×channels×multiplier, a dense one as in×out, its inputs in the order
/// of a flattened height×width×channels map; ours flattens channels×height×width.
std::optional<std::vector<float>> arranged(const WeightTensor& tensor, const Place& place, bool keras);

/// The kernel of a first convolution on RGB, summed over its inputs for a network of grey images: equal to feeding the
/// grey image three times. Nothing where it is none.
std::optional<std::vector<float>> arranged_for_grey(const WeightTensor& tensor, const Place& place, bool keras);

}  // namespace xp
