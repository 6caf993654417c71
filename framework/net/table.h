// A network layer by layer: what each is, makes, holds and costs. The rows add up to what `measure` says of the whole.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/net/measure.h"

namespace xp {

struct LayerRow {
  std::string place;  // as its weights are named: "features.3.1"
  std::string what;   // "conv 3×3/2, 64"
  Cost cost;          // of this layer alone, for one image; a combinator has what joining its parts takes
  /// Of its output as numbers of 4 bytes.
  std::int64_t output_bytes() const { return 4 * std::int64_t{cost.out.c} * cost.out.h * cost.out.w; }
};

struct LayerTable {
  Shape in;
  std::vector<LayerRow> rows;  // in the order of computing: a combinator follows its parts
  Cost total;
};

/// `net` as xp::network makes it: features, attention, neck, dropout, head. What only
/// passes its input on or lines up its parts has no row. Throws Error when the shapes do not fit.
LayerTable layers(const Net& net, Shape in);

}  // namespace xp
