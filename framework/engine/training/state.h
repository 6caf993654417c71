// What a checkpoint is made of: tensors and values by name. Whatever remembers something while a run trains puts it in,
// and takes it back when the run goes on.
#pragma once
#include <string>
#include <vector>

#include "framework/base/value.h"
#include "framework/engine/network/network.h"
#include "framework/scores/prediction.h"

namespace xp {

class State {
 public:
  /// Names are paths, "updater/first"; each once. The tensor is not copied.
  void put(const std::string& name, const Tensor& tensor) { tensors_.push_back({name, tensor}); }
  void put(const std::string& name, Value value) { values_.push_back({name, std::move(value)}); }

  bool has(const std::string& name) const;
  /// Throw Error naming what the checkpoint lacks.
  Tensor tensor(const std::string& name) const;
  const Value& value(const std::string& name) const;
  std::int64_t integer(const std::string& name) const;
  double real(const std::string& name) const;
  const Settings& values() const { return values_; }

  /// One file, safetensors, renamed into place: it survives the death of the process, not that of the machine within
  /// the seconds after. Bits of every tensor and value come back, NaN too.
  void write(const std::string& path) const;
  /// Throws Error on a file that is not whole.
  static State read(const std::string& path);

 private:
  std::vector<NamedTensor> tensors_;
  Settings values_;
};

/// Several values under a common prefix, "callback/0/".
void put(State& state, const std::string& prefix, const Settings& values);
Settings values(const State& state, const std::string& prefix);
/// As one tensor, a row an image: sample, label, probabilities.
void put(State& state, const std::string& name, const std::vector<Prediction>& predictions);
std::vector<Prediction> predictions(const State& state, const std::string& name);

/// Copies the tensor of that name into `into`, which keeps its place in memory.
void take(const State& state, const std::string& name, Tensor into);

}  // namespace xp
