// Which channels of a network's ReLUs ever gave more than 0, on all the images that it judged meanwhile. One that never
// does passes nothing on and learns no more from such images: a dead ReLU.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/engine/compiled/kernels.h"
#include "framework/engine/torch.h"

namespace xp {

class Living {
 public:
  /// What the ReLU of this name gave: N×C×…, or N·H·W rows of C numbers. Looks no longer than until each channel has
  /// given something.
  void see(const std::string& relu, const Tensor& map);
  void see(const std::string& relu, Rows map, Numbers numbers, std::int64_t rows, int channels);

  /// Share of all the ReLUs' channels that gave 0 at every position of every image; none where there was no ReLU.
  std::optional<double> dead() const;

 private:
  std::vector<int>& silent(const std::string& relu, std::int64_t channels);

  std::map<std::string, std::vector<int>> silent_;  // so far, by ReLU
  std::int64_t channels_ = 0;                       // of all
};

/// relu and relu6: activations with a flat part at 0.
inline bool may_die(Act act) { return act == Act::relu || act == Act::relu6; }

}  // namespace xp
