// A Net with weights: what the value describes, made to run by LibTorch's own operators and its autograd. This is the
// plain path, on any device: what is faster has to agree with it. Features and attention compute in the images' type,
// fp32 or bf16; weights, BatchNorm's statistics and all after the last map are fp32.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "framework/engine/network/watcher.h"
#include "framework/engine/torch.h"
#include "framework/net/measure.h"

namespace xp {

struct NamedTensor {
  std::string name;  // by its place in the value: "features.3.0.weight", "head.bias", "features.1.running_mean"
  Tensor tensor;
};

/// What a network says of a batch: N×outputs each.
struct Logits {
  Tensor main;
  std::vector<std::pair<Tensor, double>> auxiliary;  // in training, with the weight of each in the loss
};

class Layer;
class Living;
struct Pass;

class Network {
 public:
  /// `net` as xp::network makes it: features, attention, neck, dropout, head. Weights are drawn from `seed`, each
  /// tensor by its own name, so that changing one layer leaves the others' as they were.
  Network(const Net& net, Shape in, std::uint64_t seed, at::Device device);
  Network(Network&&) noexcept;
  ~Network();

  /// N×C×H×W → N×outputs logits. In training, BatchNorm uses and updates batch statistics and dropout drops.
  Tensor forward(const Tensor& images, bool training) const { return logits(images, training).main; }
  Logits logits(const Tensor& images, bool training) const;
  /// The two halves of it: the map after features and attention, which Grad-CAM explains, and its logits.
  /// `living`, here and below, is told what their ReLUs give.
  Tensor map(const Tensor& images, bool training, Living* living = nullptr) const;
  Tensor logits_of(const Tensor& map, bool training, Living* living = nullptr) const {
    return through(map, 2, 5, training, living).flatten(1);
  }
  /// Of its five parts those from `first` up to, without it, `last`, one after the other.
  Tensor through(Tensor x, int first, int last, bool training, Living* living = nullptr) const;

  const Net& net() const { return net_; }
  Shape in() const { return in_; }
  const std::vector<NamedTensor>& parameters() const { return parameters_; }  // learnable, frozen or not
  const std::vector<NamedTensor>& buffers() const { return buffers_; }        // BatchNorm's running statistics
  std::vector<NamedTensor> state() const;                                     // both

  /// Keeps the weights and BatchNorm statistics of the layers at these places ("features", "features.3.0") and of all
  /// below them as they are; see frozen_places. Throws Error for a place that there is not.
  void freeze(const std::vector<std::string>& places);
  /// Nothing is frozen any more. What was made of the network before (Stepper, Execution) has to hear of it.
  void thaw();
  /// How many of its five parts, counted from the features, say the same of an image in training as in evaluation.
  int frozen_parts() const;
  /// Those of parameters() that are not frozen: what an optimizer sees.
  std::vector<NamedTensor> trained() const;
  /// The layer at a place; the whole for "".
  const Layer& at(const std::string& place) const;

  /// From now on it is told what passes in training compute, by whoever computes it; until null.
  void watch(const Watcher* watcher) { watcher_ = watcher; }
  const Watcher* watcher() const { return watcher_; }
  void tell(const std::string& tensor, const Tensor& value) const {
    if (watcher_) (*watcher_)(tensor, value);
  }

 private:
  Tensor through(Tensor x, int first, int last, Pass& pass) const;

  Net net_;
  Shape in_;
  std::unique_ptr<Layer> root_;
  std::vector<NamedTensor> parameters_, buffers_;
  const Watcher* watcher_ = nullptr;
};

}  // namespace xp
