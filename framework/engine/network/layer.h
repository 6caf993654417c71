// One node of a Net with its weights, run by LibTorch's operators.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "framework/engine/network/initial.h"
#include "framework/engine/network/living.h"
#include "framework/engine/network/watcher.h"

namespace xp {

/// What a pass through the layers carries along.
struct Pass {
  bool training = false;
  std::vector<std::pair<Tensor, double>> auxiliary = {};
  Living* living = nullptr;          // told what ReLUs give, where there is one
  const Watcher* watcher = nullptr;  // told what each layer gives, likewise
};

class Layer {
 public:
  /// `at`: the shape that enters, replaced by the one that leaves. `place` names the tensors; empty for the whole
  /// network, whose parts are features, attention, neck, dropout and head.
  Layer(const Net& net, Shape& at, const std::string& place, InitialWeights& weights);

  /// N×C×H×W → what `measure` says.
  Tensor forward(Tensor x, Pass& pass) const;
  /// The same, of one layer of several in a row, with the pass's watcher told.
  Tensor watched(Tensor x, Pass& pass) const;
  const Layer& part(std::size_t i) const { return *parts_.at(i); }
  std::size_t parts() const { return parts_.size(); }
  const Net& net() const { return net_; }
  /// "features.3.0": its tensors are named by it.
  const std::string& place() const { return place_; }

  /// From now on it computes as in evaluation, even in training, and its weights want no gradients; so do its parts,
  /// but for what a rewrite added, which starts from nothing worth keeping.
  void freeze();
  /// The part at `place`, this one or one below it; false when there is none.
  bool freeze(const std::string& place);
  /// It and all its parts learn again.
  void thaw();
  /// What it says of an image stays the same in training: it and all its parts were frozen, or neither learn nor draw.
  bool frozen() const;

 private:
  Tensor rectified(const Tensor& x, const Pass& pass) const;
  Tensor convolved(const Tensor& x) const;
  Tensor customised(const Tensor& x, bool training) const;
  Tensor pooled(const Tensor& x) const;
  Tensor attended(const Tensor& x) const;
  Tensor gated_by_axes(const Tensor& x, Pass& pass) const;

  Net net_;
  std::string place_;
  bool frozen_ = false;
  std::int64_t groups_ = 1;
  Tensor weight_, bias_, mean_, variance_;
  std::vector<Tensor> custom_;
  std::vector<std::unique_ptr<Layer>> parts_;
};

}  // namespace xp
