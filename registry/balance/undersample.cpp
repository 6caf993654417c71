#include <algorithm>
#include <map>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Undersample : Balance {
  static constexpr const char* doc =
      "Takes as many samples of each class as the smallest has, drawn anew each epoch without repetition.";

  std::vector<int> draw(const std::vector<int>& labels, Random& random) const override {
    std::map<int, std::vector<int>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i) classes[labels[i]].push_back(static_cast<int>(i));
    std::size_t smallest = labels.size();
    for (const auto& [label, members] : classes) smallest = std::min(smallest, members.size());

    std::vector<int> drawn;
    for (auto& [label, members] : classes) {
      random.shuffle(members);
      drawn.insert(drawn.end(), members.begin(), members.begin() + static_cast<std::ptrdiff_t>(smallest));
    }
    return drawn;
  }
};
XP_PLUGIN("undersample", Undersample)

}  // namespace
}  // namespace xp
