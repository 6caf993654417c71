// What a network starts from when it starts from a file: numbers for its tensors, and what to know about them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/weights/match.h"

namespace xp {

struct Start {
  std::string source;                                // whose names the file has: "xp", "torchvision", "timm", "keras"
  std::map<std::string, std::vector<float>> values;  // by place, row-major in the place's shape
  std::vector<std::string> remarks;                  // sentences: what is drawn anew, what of the file is not used
};

/// Of a network as xp::network makes it, for images of shape `in`. The head is kept where all of it fits, else drawn
/// anew, as are auxiliary heads, attention, and whatever else no file of the source has. Throws Error naming every
/// other tensor that is unused, missing or of another shape. `owner` is who asks: "model resnet".
Start start_from(const WeightFile& file, const Net& network, Shape in, const LayerNames& names,
                 const std::string& owner);

/// The tensors of xp's own file under the names of `source`, in their order; what has no name there is left out.
/// Throws Error when the file is not of this network.
std::vector<WeightTensor> renamed(const WeightFile& own, const Net& network, Shape in, const LayerNames& names,
                                  const std::string& source);

}  // namespace xp
