// What a network does, as a list of steps over maps: the middle of the compiler, between a Net and the machine. Pure
// data, known before anything is allocated. Fusion happens here: BatchNorm, addition and activation in one step, a
// `cat` without a step at all.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/compiled/kernels.h"
#include "framework/net/measure.h"

namespace xp {

/// A feature map, channels innermost. `inside` another one it is some of that map's channels: what `cat` joins is
/// written in place.
struct Map {
  Shape shape;
  int inside = -1, first = 0;  // the map that holds it, and its first channel there
  bool dense = false;          // read or written by what needs it contiguous; never inside another
};

/// A map as it enters a sum: as it is, or normalised by the BatchNorm at `norm`.
struct Addend {
  int map = 0;
  std::string norm;  // place in the net; empty: plain
  bool operator==(const Addend&) const = default;
};

struct Step {
  enum Kind {
    conv,     // one convolution
    combine,  // out = act(Σ addends), one to three of them
    pool,     // max_pool or avg_pool
    layers,   // whatever else: LibTorch's operators on the layer at `place`
  } kind = conv;
  std::vector<Addend> in;  // one, plain, for all but combine
  int out = 0;
  Net net;            // conv, pool: its geometry
  std::string place;  // conv, layers: whose weights
  Act act = Act::none;
  // A folded convolution, for inference: its BatchNorm is in its weights, `plus` is added before the activation.
  std::string folded;
  int plus = -1;
};

/// In training, a second head: the layer at `place` on a map.
struct Auxiliary {
  int map = 0;
  std::string place;
  double weight = 0;
};

struct Program {
  std::vector<Map> maps;  // 0 is the input
  std::vector<Step> steps;
  std::vector<Auxiliary> auxiliary;
  int out = 0;

  int root(int map) const {
    while (maps[static_cast<std::size_t>(map)].inside >= 0) map = maps[static_cast<std::size_t>(map)].inside;
    return map;
  }
  /// The first channel of `map` within its root.
  int first(int map) const {
    int c = 0;
    for (; maps[static_cast<std::size_t>(map)].inside >= 0; map = maps[static_cast<std::size_t>(map)].inside)
      c += maps[static_cast<std::size_t>(map)].first;
    return c;
  }
  const Map& map(int i) const { return maps[static_cast<std::size_t>(i)]; }
};

/// `net`: seq({features, attention}) and further parts, lowered up to the attention.
Program lowered(const Net& net, Shape in);
/// For inference: BatchNorms that follow a convolution go into its weights, with the addition and the activation.
Program folded(const Program& program);

}  // namespace xp
