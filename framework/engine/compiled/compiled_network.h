// A network's features and attention for batches of one size, compiled for this CPU: the steps of a Program on maps in
// one block of memory. Its plain counterpart is Network::map with LibTorch's autograd; both agree.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "framework/engine/compiled/arena.h"
#include "framework/engine/compiled/convolution.h"
#include "framework/engine/compiled/norm.h"
#include "framework/engine/compiled/profile.h"
#include "framework/engine/compiled/tape.h"
#include "framework/engine/network/living.h"
#include "framework/engine/network/network.h"

namespace xp {

/// What compiled networks use in turn: one at a time between a forward pass and its backward pass.
struct Memory {
  Arena maps, weights;
  Profile* profile = nullptr;    // filled while it is there
  Living* living = nullptr;      // told what ReLUs give in inference, while it is there
  const void* loaded = nullptr;  // the network whose weights they are, for inference; null: none's
};

enum class Use { training, inference };

class CompiledNetwork {
 public:
  /// `network` and `memory` are used on every call and must outlive it. For training, every trained parameter has a
  /// gradient tensor of its own shape and strides: passes write there.
  CompiledNetwork(const Network& network, std::int64_t images, Numbers numbers, Use use, Memory& memory);
  ~CompiledNetwork();

  /// N×C×H×W floats → the map after the attention, as floats; in training a leaf, whose gradient `backward` reads.
  Tensor forward(const Tensor& images);
  /// What auxiliary heads read, leaves likewise, with the weights of their losses.
  struct Second {
    Tensor map;
    std::string place;
    double weight;
  };
  const std::vector<Second>& auxiliary() const { return auxiliary_; }
  /// After the gradients of the leaves are known: those of all parameters.
  void backward();

  std::size_t bytes() const { return tape_.bytes; }  // of its maps and gradients

 private:
  struct Layers {  // what autograd remembers of a step
    Tensor in, out;
  };

  void load(std::size_t step, char* room);
  void check(const Tensor& weight, const Tensor& bias);
  void forward(std::size_t step);
  void backward(const Backward& b);
  void combine(const Step& s);
  void look(std::size_t step) const;
  void convolution_gradients(const Step& s, const Backward& b);
  void combination_gradients(const Step& s, const Backward& b);
  void pool_gradients(const Step& s, const Backward& b);
  void layers_gradients(const Step& s, const Backward& b);

  Norm& norm(const std::string& place) { return *norms_.at(place); }
  std::vector<Term> terms(const Step& s);
  void* at(const View& v) const;
  Rows rows(const View& v) const { return {at(v), v.stride}; }
  Rows rows(int map) const { return rows(tape_.view(program_, map)); }
  void* data(int map) const { return at(tape_.view(program_, map)); }
  std::int64_t rows_of(int map) const;
  int channels(int map) const { return program_.map(map).shape.c; }
  Tensor tensor(const View& v, Shape shape) const;
  Window window(const Step& s) const;

  const Network& network_;
  std::int64_t images_;
  Numbers numbers_;
  Use use_;
  Memory& memory_;
  const Kernels& kernels_;
  Program program_;
  Tape tape_;
  std::map<std::string, Tensor> tensors_;
  std::vector<std::unique_ptr<Convolution>> convolutions_;  // by step
  std::map<std::string, std::unique_ptr<Norm>> norms_;
  std::map<int, Statistics> statistics_;  // of root maps, in this pass
  std::map<int, Layers> layers_;          // by the step's result
  std::vector<Second> auxiliary_;
  Tensor out_;
  std::vector<float> ones_, zeros_;
  std::size_t scratch_ = 0, weights_ = 0;  // bytes
  char *maps_ = nullptr, *room_ = nullptr;
  bool finite_ = true;  // the weights that inference uses
};

}  // namespace xp
