#include "framework/scores/judged.h"

#include <map>
#include <set>

#include "framework/scores/pooled.h"

namespace xp {

bool Judged::grouped() const { return std::set<int>(groups.begin(), groups.end()).size() < groups.size(); }

Judged by_group(const Judged& judged, int* torn) {
  if (torn) *torn = 0;
  if (judged.groups.empty()) return judged;
  Judged out{judged.classes};
  out.probabilistic = judged.probabilistic;
  std::map<int, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < judged.groups.size(); ++i) members[judged.groups[i]].push_back(i);
  std::map<std::size_t, Prediction> by_first;
  for (const auto& [group, images] : members) {
    Prediction one = judged.predictions[images.front()];
    bool same = true;
    std::vector<std::vector<double>> said;
    for (const std::size_t i : images) {
      same = same && judged.predictions[i].label == one.label;
      said.push_back(judged.predictions[i].probabilities);
    }
    one.probabilities = pooled(said);
    if (same)
      by_first[images.front()] = std::move(one);
    else if (torn)
      ++*torn;
  }
  for (auto& [first, prediction] : by_first) out.predictions.push_back(std::move(prediction));
  return out;
}

}  // namespace xp
