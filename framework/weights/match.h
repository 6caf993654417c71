// Which tensor of a file belongs where in a network: told by the table of names that explains most of them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/net/places.h"
#include "framework/weights/weights.h"

namespace xp {

/// What the layers that Place::layer counts are called, by source: "torchvision", "timm", "keras". "" for a layer
/// that has no name there; a depthwise-separable convolution of Keras has the same name twice.
using LayerNames = std::map<std::string, std::vector<std::string>>;

struct Match {
  std::string source;                       // "xp" for the places themselves, otherwise of LayerNames
  std::vector<const WeightTensor*> of;      // one a place; null: the file has none
  std::vector<const WeightTensor*> unused;  // in the file's order, but for what no network starts from: the counters
                                            // of BatchNorm, states of optimizers and of random generators
  std::size_t found() const;
};

/// Prefixes such as "module." are seen through. Throws Error when a list of names is not as long as the layers are
/// many.
Match best_match(const WeightFile& file, const std::vector<Place>& places, const LayerNames& names);

/// What a place is called in PyTorch's state dicts: "layer1.0.bn1.running_mean"; empty without a name there.
std::string torch_name(const Place& place, const std::vector<std::string>& layers);

}  // namespace xp
