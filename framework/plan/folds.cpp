#include "framework/plan/folds.h"

#include <fmt/format.h>

#include <map>
#include <mutex>

#include "framework/base/text.h"

namespace xp {

std::vector<Fold> folds(const Plan& plan) {
  const std::vector<Settings> each = plan.make<Split>()->folds(listing(plan.only(Kind::dataset)));
  if (each.size() == 1 && each[0].empty()) return {};
  std::vector<Fold> out;
  for (const Settings& settings : each) {
    Fold fold{"", plan};
    std::vector<std::string> words;
    for (const Setting& s : settings) {
      set(fold.plan.plugins.at(Kind::split).at(0).settings, s.name, s.value);
      words.push_back(fmt::format("{} {}", s.name, s.value.text()));
    }
    fold.role = join(words);
    out.push_back(std::move(fold));
  }
  return out;
}

Plan first_fold(const Plan& plan) {
  const std::vector<Fold> all = folds(plan);
  return all.empty() ? plan : all[0].plan;
}

/// Remembered: the plans of a sweep mostly share their folds.
Division checked_division(const Plan& plan, const Listing& data) {
  static std::mutex mutex;
  static std::map<std::string, Division> remembered;
  const std::lock_guard lock(mutex);
  const Choice& split = plan.only(Kind::split);
  std::string key = fingerprint(data) + split.name;
  for (const Setting& s : split.settings) key += fmt::format("\n{} {}", s.name, s.value.text());
  if (const auto known = remembered.find(key); known != remembered.end()) return known->second;
  const std::vector<Fold> all = folds(plan);
  const Division first = divided(all.empty() ? plan : all[0].plan, data);
  for (std::size_t i = 1; i < all.size(); ++i) divided(all[i].plan, data);
  return remembered.emplace(key, first).first->second;
}

}  // namespace xp
