#include <algorithm>
#include <map>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Oversample : Balance {
  static constexpr const char* doc =
      "Repeats samples of the smaller classes until each is as large as the largest; after the split, so that no copy "
      "reaches another part.";

  /// Whole copies of a class first, then a remainder without repetition, drawn anew each epoch: no sample is seen more
  /// than once oftener than another of its class.
  std::vector<int> draw(const std::vector<int>& labels, Random& random) const override {
    std::map<int, std::vector<int>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i) classes[labels[i]].push_back(static_cast<int>(i));
    std::size_t largest = 0;
    for (const auto& [label, members] : classes) largest = std::max(largest, members.size());

    std::vector<int> drawn;
    drawn.reserve(largest * classes.size());
    for (auto& [label, members] : classes) {
      std::size_t left = largest;
      for (; left >= members.size(); left -= members.size()) drawn.insert(drawn.end(), members.begin(), members.end());
      random.shuffle(members);
      drawn.insert(drawn.end(), members.begin(), members.begin() + static_cast<std::ptrdiff_t>(left));
    }
    return drawn;
  }
};
XP_PLUGIN("oversample", Oversample)

}  // namespace
}  // namespace xp
