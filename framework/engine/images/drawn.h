// The samples of an epoch as it draws them: one that comes several times is augmented anew each time.
#pragma once
#include <map>
#include <vector>

namespace xp {

struct Drawn {
  int sample = 0;
  int again = 0;  // times that it came before in its epoch
  auto operator<=>(const Drawn&) const = default;
};

/// Counts on over the pieces of one epoch, told in its order.
class Repetitions {
 public:
  std::vector<Drawn> of(const std::vector<int>& samples) {
    std::vector<Drawn> out;
    for (const int sample : samples) out.push_back({sample, times_[sample]++});
    return out;
  }

 private:
  std::map<int, int> times_;
};

}  // namespace xp
