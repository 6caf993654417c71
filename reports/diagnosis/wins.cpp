#include "reports/diagnosis/wins.h"

#include <fmt/format.h>

#include <map>

#include "framework/scores/chance/paired.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/words.h"

namespace xp {

bool Wins::better() const { return network > other && p < threshold::alpha; }

bool Wins::worse() const { return network < other && p < threshold::alpha; }

std::string Wins::text(const std::string& name) const {
  return fmt::format("{} right for the network alone, {} for the {} alone: exact McNemar {}", counted(network, "image"),
                     other, name, by_chance(p));
}

std::vector<Number> Wins::numbers(const std::string& name) const {
  return {{"images right for the network alone", static_cast<double>(network)},
          {"images right for the " + name + " alone", static_cast<double>(other)},
          {"p", p}};
}

Wins wins(const Judged& network, const std::vector<bool>& right) {
  Wins out;
  std::map<int, int> of_group;
  for (std::size_t i = 0; i < right.size(); ++i) {
    const Prediction& said = network.predictions[i];
    const bool own = predicted(said) == said.label;
    out.network += own && !right[i], out.other += right[i] && !own;
    of_group[network.groups.empty() ? static_cast<int>(i) : network.groups[i]] +=
        static_cast<int>(own) - static_cast<int>(right[i]);
  }
  std::vector<int> differences;
  for (const auto& [group, difference] : of_group) differences.push_back(difference);
  out.p = mcnemar_by_group(differences);
  return out;
}

}  // namespace xp
