// The checkpoints of one run, as files: what the engine writes into them is its own affair.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/engine/engine.h"

namespace xp {

class Checkpoints {
 public:
  /// `durable`: what is written survives a loss of power, not the death of the process alone.
  explicit Checkpoints(std::string folder, bool durable = false) : folder_(std::move(folder)), durable_(durable) {}

  std::string last() const { return folder_ + "/last.safetensors"; }
  bool any() const;
  /// Where the last one stands; the beginning where there is none. Throws Error on a file that is no checkpoint.
  Standing standing() const;

  /// In place of the last one, which stays until the new one is whole. `write` is given the path.
  void write(const std::function<void(const std::string& path)>& write) const;
  /// The same, for good as epoch_010.safetensors: that comes first, so no last one says of an epoch that it is past
  /// whose own was not kept. Throws DiskFull where it has to be copied and there is no room.
  void write_for_good(int epoch, const std::function<void(const std::string& path)>& write) const;
  /// Those that were kept stay.
  void remove_last() const;
  /// What a killed process left half written. For whom the run belongs to.
  void sweep() const;
  /// Names of files, in order.
  std::vector<std::string> names() const;

 private:
  void write_whole(const std::string& path, const std::function<void(const std::string& path)>& write) const;

  std::string folder_;
  bool durable_;
};

}  // namespace xp
