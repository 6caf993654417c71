// Which parts of an image a class needs: what it loses when they are covered. Zeiler and Fergus 2014, section 4.2.
#pragma once
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/plugin/kinds.h"

namespace xp {

/// A square of `patch` pixels that moves by `stride`, to the last row and column.
struct Cover {
  int patch = 0, stride = 0;
};
/// With 0 replaced: an eighth of the shorter side, half a patch. Throws Error for a patch larger than the image and
/// for a stride that leaves gaps.
Cover cover(int patch, int stride, Shape in);

/// Heat, N×H×W of doubles on the CPU for N×C×H×W images: at each pixel the mean loss of log-odds of the row's class
/// over the patches that cover it, 0 where covering helps. Log-odds rather than the paper's probability, of which they
/// are a monotonous function: where a class is all but certain, a probability moves by less than it can be told. A
/// patch has the image's own mean, each channel its own. `batch` covered images go through the network at a time.
Tensor occlusion_heat(const Network& network, const Tensor& images, const std::vector<int>& targets, LossForm form,
                      Cover cover, std::int64_t batch);

}  // namespace xp
