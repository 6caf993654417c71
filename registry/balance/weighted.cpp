#include <map>

#include "framework/experiment.h"

namespace xp {
namespace {

struct Weighted : Balance {
  static constexpr const char* doc =
      "As many draws as there are samples, with replacement: every class equally likely, and every sample within it.";

  /// The same as drawing samples in inverse proportion to the size of their class.
  std::vector<int> draw(const std::vector<int>& labels, Random& random) const override {
    std::map<int, std::vector<int>> by_label;
    for (std::size_t i = 0; i < labels.size(); ++i) by_label[labels[i]].push_back(static_cast<int>(i));
    std::vector<std::vector<int>> classes;
    for (auto& [label, members] : by_label) classes.push_back(std::move(members));

    std::vector<int> drawn;
    while (drawn.size() < labels.size()) {
      const std::vector<int>& members = classes[random.below(classes.size())];
      drawn.push_back(members[random.below(members.size())]);
    }
    return drawn;
  }
};
XP_PLUGIN("weighted", Weighted)

}  // namespace
}  // namespace xp
