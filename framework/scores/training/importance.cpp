#include "framework/scores/training/importance.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "framework/base/random.h"
#include "framework/scores/training/forest.h"

namespace xp {
namespace {

constexpr int trees = 64, shuffles = 10, trees_of_a_shuffle = 16;

bool is_number(const Value& value) { return value.get<std::int64_t>() || value.get<double>(); }
double number(const Value& value) {
  const auto* whole = value.get<std::int64_t>();
  return whole ? static_cast<double>(*whole) : *value.get<double>();
}

/// Of the trials `used`.
Levels levels_of(const Factor& factor, const std::vector<std::size_t>& used) {
  Levels out;
  out.ordered = std::all_of(used.begin(), used.end(), [&](std::size_t i) { return is_number(factor.values[i]); });
  std::map<double, std::size_t> numbers;
  std::map<std::string, std::size_t> names;
  for (const std::size_t i : used)
    if (out.ordered)
      numbers[number(factor.values[i])];
    else
      names[factor.values[i].text()];
  for (auto& [value, level] : numbers) level = out.count++;
  for (auto& [value, level] : names) level = out.count++;
  for (const std::size_t i : used)
    out.of.push_back(out.ordered ? numbers[number(factor.values[i])] : names[factor.values[i].text()]);
  return out;
}

/// Every combination of values, each as often as any other.
bool is_balanced_grid(const std::vector<Levels>& settings, std::size_t trials) {
  double combinations = 1;
  for (const Levels& s : settings) combinations *= static_cast<double>(s.count);
  std::map<std::vector<std::size_t>, std::size_t> seen;
  for (std::size_t i = 0; i < trials; ++i) {
    std::vector<std::size_t> place;
    for (const Levels& s : settings) place.push_back(s.of[i]);
    ++seen[place];
  }
  return static_cast<double>(seen.size()) == combinations &&
         std::all_of(seen.begin(), seen.end(), [&](const auto& s) { return s.second == seen.begin()->second; });
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squares(const std::vector<double>& values) {
  const double middle = mean(values);
  double out = 0;
  for (const double v : values) out += (v - middle) * (v - middle);
  return out;
}

/// Between the values of a setting, over the total.
double variance_share(const Levels& setting, const std::vector<double>& scores) {
  std::vector<double> sum(setting.count), n(setting.count);
  for (std::size_t i = 0; i < scores.size(); ++i) sum[setting.of[i]] += scores[i], n[setting.of[i]] += 1;
  const double middle = mean(scores);
  double between = 0;
  for (std::size_t v = 0; v < setting.count; ++v) between += n[v] * std::pow(sum[v] / n[v] - middle, 2);
  return between / squares(scores);
}

/// What forests give to each setting where the scores have been dealt out anew.
std::vector<double> by_chance(const std::vector<Levels>& settings, std::vector<double> scores) {
  std::vector<double> out(settings.size());
  Random random(1, "importance by chance");
  for (std::uint32_t s = 1; s <= shuffles; ++s) {
    random.shuffle(scores);
    const std::vector<double> effects = main_effects(settings, scores, trees_of_a_shuffle, 1, s);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += effects[i] / shuffles;
  }
  return out;
}

}  // namespace

Importance importance(const std::vector<Factor>& factors, const std::vector<double>& all) {
  std::vector<std::size_t> used;
  std::vector<double> scores;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (std::isfinite(all[i])) used.push_back(i), scores.push_back(all[i]);
  Importance out;
  out.trials = static_cast<int>(scores.size());
  std::vector<Levels> settings;
  std::vector<std::string> names;
  std::size_t effects = 1;  // the mean, then one less than each setting has values
  for (const Factor& factor : factors) {
    Levels levels = levels_of(factor, used);
    if (levels.count < 2) continue;
    effects += levels.count - 1;
    names.push_back(factor.name);
    settings.push_back(std::move(levels));
  }
  const auto too_few = [&](std::size_t wanted) {
    out.why = fmt::format("too few trials to say: {} have a score, {} would be the least", out.trials, wanted);
    return out;
  };
  if (settings.empty()) return out.why = "no setting varies between the trials that have a score", out;
  const bool grid = is_balanced_grid(settings, scores.size());
  const std::size_t wanted = grid ? 2 * effects : 8 + 4 * settings.size();
  if (scores.size() < wanted) return too_few(wanted);
  if (!(squares(scores) > 0)) return out.why = "all trials have the same score", out;
  out.method = grid ? Importance::Method::variance_shares : Importance::Method::forest;
  const std::vector<double> forest = grid ? std::vector<double>{} : main_effects(settings, scores, trees, 1, 0);
  const std::vector<double> chance = grid ? std::vector<double>{} : by_chance(settings, scores);
  out.rest = 1;
  for (std::size_t s = 0; s < settings.size(); ++s) {
    out.shares.push_back(
        {names[s], grid ? variance_share(settings[s], scores) : forest[s],
         grid ? static_cast<double>(settings[s].count - 1) / static_cast<double>(scores.size() - 1) : chance[s]});
    out.rest -= out.shares.back().share;
  }
  out.rest = std::max(0.0, out.rest);
  std::stable_sort(out.shares.begin(), out.shares.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  return out;
}

std::string text(const Importance& i) {
  switch (i.method) {
    case Importance::Method::none: return i.why;
    case Importance::Method::variance_shares:
      return fmt::format("variance shares: main effects in a full grid of {} trials", i.trials);
    case Importance::Method::forest: return fmt::format("functional ANOVA on a regression forest, {} trials", i.trials);
  }
  return "";
}

}  // namespace xp
