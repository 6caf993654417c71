// What Keras' files call a tensor, over the years: "conv2d_1/conv2d_1_1/kernel:0" (2), "conv2d_1/conv2d_1_W:0" (1),
// "layers/conv2d/vars/0" (3).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/net/places.h"
#include "framework/weights/weights.h"

namespace xp {

class KerasNames {
 public:
  explicit KerasNames(const WeightFile& file);
  /// Null when the file has none. `layers`: of all the places, so that the two halves of a separable convolution, of
  /// one name, are told apart.
  const WeightTensor* find(const Place& place, const std::vector<std::string>& layers) const;

 private:
  using Layer = std::map<std::string, const WeightTensor*>;  // by the last part of the name: "kernel", "0"
  std::map<std::string, Layer> groups_, inner_;
  std::map<std::string, std::string> numbered_;  // layers as Keras 3 numbers them: "conv2d_7", by their own names
};

}  // namespace xp
