// Where every map and gradient of a program lies in one block of memory, and what its backward pass does. Maps share
// memory with whatever is dead when they live.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "framework/engine/compiled/program.h"

namespace xp {

/// Needed from one moment to another: moments are steps, forward and then backward.
struct Buffer {
  std::size_t bytes = 0;
  int from = -1, to = -1;
  std::size_t offset = 0;
};

/// Channels of a buffer: row r begins at number r · stride + first.
struct View {
  int buffer = -1, first = 0, stride = 0;
  bool operator==(const View&) const = default;
};

/// What the backward pass of one step reads and writes.
struct Backward {
  int step = 0;
  std::vector<View> gradients;  // their sum is the gradient of the step's result
  std::optional<View> sum;      // where that sum, times the activation's slope, is written
  struct Target {
    std::size_t addend = 0;
    View to;
    bool accumulates = false;
    bool clears = false;  // the whole buffer becomes zero first
  };
  std::vector<Target> targets;  // for the addends whose gradient is computed; others share `sum`
  bool slope_from_out = false;
};

struct Seed {  // where a gradient enters the backward pass
  int map = 0;
  View at;
};

struct Tape {
  std::vector<Buffer> buffers;
  std::vector<int> of_map;   // the buffer of a root map
  std::vector<int> choices;  // of a step that is a max_pool in training: which position won, a byte each; else -1
  std::vector<Backward> backward;
  std::vector<Seed> seeds;  // the program's result, then its auxiliary maps
  std::size_t bytes = 0;

  View view(const Program& p, int map) const;
};

/// `trained(place)`: whether gradients of parameters at or below that place are wanted; null for inference.
Tape taped(const Program& program, std::int64_t images, Numbers numbers,
           const std::function<bool(const std::string& place)>& trained);

}  // namespace xp
