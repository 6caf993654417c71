// Keras' layers, one by one, as pieces of a net.
#pragma once
#include <string>
#include <vector>

#include "framework/net/measure.h"
#include "framework/weights/keras_graph.h"

namespace xp {

/// A piece of a net, and whether a vector leaves it.
struct KerasPiece {
  Net net;
  bool flat = false;
};

/// What is known of the map while the layers are read.
struct KerasMap {
  Shape shape;
  bool channels_first = false;  // the order of its axes in Keras
  bool flat = false;            // a vector there, whatever its shape here
  bool not_negative = false;    // zeros around it lose against any maximum inside
  std::vector<int> zeros = {};  // rows above and below, columns left and right, of a ZeroPadding2D; empty: none
};

class KerasLayers {
 public:
  explicit KerasLayers(const KerasMap& in) : map(in) {}

  /// The pieces of these layers; adds the names of those with weights. Throws Error naming a layer it cannot express.
  std::vector<KerasPiece> read(const std::vector<KerasStep>& steps);

  KerasMap map;
  std::vector<std::string> names;

 private:
  void read(const KerasStep& step);
  void add(Net net, const KerasStep& step);
  void convolution(const KerasStep& step);
  void separable(const KerasStep& step);
  void batch_norm(const KerasStep& step);
  void pool(const KerasStep& step, bool max);
  void dense(const KerasStep& step);
  void activation(const std::string& name, const KerasStep& step);
  void flatten(const KerasStep& step);
  void reshape(const KerasStep& step);
  void join_paths(const KerasStep& step);
  Net windowed(Net net, const KerasStep& step);
  Net biased(Net net, const KerasStep& step);
  void order_axes(bool channels_first, const KerasStep& step);

  std::vector<KerasPiece> pieces_;
  int depth_ = 0, joins_ = 0;
};

}  // namespace xp
