// Of a run that is traced: gathers the tensors of each batch, for the recorder.
#pragma once
#include <vector>

#include "framework/engine/engine.h"
#include "framework/engine/network/network.h"

namespace xp {

class Tracing {
 public:
  /// Both must outlive it. Does nothing where it is not wanted.
  Tracing(Network& network, Recorder& recorder, bool wanted);
  ~Tracing();
  Tracing(const Tracing&) = delete;
  Tracing& operator=(const Tracing&) = delete;

  /// From here on, what is computed belongs to a batch.
  void begin();
  /// The batch is learned from, and the network as it should be after it: all is told.
  void end(std::int64_t step);

 private:
  void add(const std::string& name, const Tensor& value);

  Network& network_;
  Recorder& recorder_;
  bool wanted_, within_ = false;
  double room_;  // bytes of values that are still told
  std::vector<Traced> tensors_;
  Watcher watcher_ = [this](const std::string& name, const Tensor& value) { add(name, value); };
};

}  // namespace xp
