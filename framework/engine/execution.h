// How a network runs where it was placed: compiled on a CPU, by LibTorch's operators elsewhere. What learns and what
// judges goes through here.
#pragma once
#include <list>
#include <map>
#include <memory>
#include <string>

#include "framework/engine/engine.h"
#include "framework/engine/network/network.h"

namespace xp {

class CompiledNetwork;
class Living;
struct Memory;

class Execution {
 public:
  /// `network` must outlive it. For learning, its trained parameters have gradient tensors: see Stepper.
  Execution(const Network& network, const Placement& placement);
  ~Execution();

  /// One pass in training, N×C×H×W → N×outputs, differentiable where something is trained.
  Logits learn(const Tensor& images);
  /// The gradients of `loss`, made of what the last `learn` gave, for all trained parameters. They must be zero before
  /// (Stepper::zero_gradients): some are written, some added to.
  void backward(const Tensor& loss);
  /// N×outputs logits in evaluation.
  Tensor judge(const Tensor& images);
  /// The weights are others than at the last `judge`.
  void changed();
  /// From now on `judge` and `judge_after` tell it what ReLUs give; until null.
  void watch(Living* living);
  /// Other weights are frozen than before.
  void refrozen();
  /// From now on adds seconds by kind of work; on a CPU alone.
  void profile(std::map<std::string, double>* profile);

  /// Whether features and attention are frozen: then all passes begin with `front`, whose result may be kept.
  bool has_front() const { return front_ >= 2; }
  /// N×C×H×W → N×C'×H'×W' on the CPU, what all the frozen parts together say of each image.
  Tensor front(const Tensor& images);
  /// The rest of `learn` and of `judge`, from what `front` said.
  Logits learn_after(const Tensor& front);
  Tensor judge_after(const Tensor& front);

 private:
  Tensor placed(const Tensor& images) const;
  Tensor map(const Tensor& images, Living* living);
  CompiledNetwork& compiled(std::int64_t images, bool training);

  const Network& network_;
  at::Device device_;
  bool bf16_;
  int front_;  // frozen parts of the network
  std::unique_ptr<Memory> memory_;
  struct Entry;
  std::list<Entry> compiled_;  // the latest used first
  CompiledNetwork* learning_ = nullptr;
  Living* living_ = nullptr;
};

}  // namespace xp
