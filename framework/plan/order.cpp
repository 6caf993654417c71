#include "framework/plan/order.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>

#include "framework/base/random.h"
#include "framework/base/seeds.h"

namespace xp {
namespace {

using Levels = std::vector<std::size_t>;  // of one setting: which of its values each plan has

std::string text(const Settings& plan, const std::string& name) {
  const Value* value = find(plan, name);
  return value ? value->text() : "";
}

/// Of each setting that varies, once where several vary alike.
std::vector<Levels> factors(const std::vector<Settings>& plans, const std::vector<std::string>& names) {
  std::vector<Levels> out;
  for (const std::string& name : names) {
    std::map<std::string, std::size_t> known;
    Levels levels;
    for (const Settings& plan : plans) levels.push_back(known.emplace(text(plan, name), known.size()).first->second);
    if (std::find(out.begin(), out.end(), levels) == out.end()) out.push_back(levels);
  }
  return out;
}

/// How often each value of a factor, or each pair of values of two, is there in all and has come so far.
class Tally {
 public:
  explicit Tally(Levels levels) : levels_(std::move(levels)) {
    const std::size_t most = *std::max_element(levels_.begin(), levels_.end()) + 1;
    all_.resize(most), seen_.resize(most);
    for (const std::size_t level : levels_) ++all_[level];
  }
  /// By how much, times the number of plans, the value of `plan` is ahead of its share after `step` plans.
  std::int64_t lead(std::size_t plan, std::int64_t step) const {
    const std::size_t level = levels_[plan];
    return seen_[level] * static_cast<std::int64_t>(levels_.size()) - step * all_[level];
  }
  void take(std::size_t plan) { ++seen_[levels_[plan]]; }

 private:
  Levels levels_;
  std::vector<std::int64_t> all_, seen_;
};

std::int64_t lead(const std::vector<Tally>& tallies, std::size_t plan, std::int64_t step) {
  std::int64_t out = 0;
  for (const Tally& tally : tallies) out += tally.lead(plan, step);
  return out;
}

/// Next comes what is most behind: its values, then its pairs of values; between equals, a fixed shuffle decides.
std::vector<std::size_t> evenly(const std::vector<Levels>& factors, std::size_t plans) {
  std::vector<Tally> single(factors.begin(), factors.end()), pairs;
  for (std::size_t f = 0; f < factors.size(); ++f)
    for (std::size_t g = f + 1; g < factors.size(); ++g) {
      const std::size_t wide = *std::max_element(factors[g].begin(), factors[g].end()) + 1;
      Levels both(plans);
      for (std::size_t i = 0; i < plans; ++i) both[i] = factors[f][i] * wide + factors[g][i];
      pairs.emplace_back(both);
    }
  std::vector<std::size_t> left(plans), out;
  std::iota(left.begin(), left.end(), std::size_t{0});
  if (!factors.empty()) Random(1, "order of trials").shuffle(left);
  std::iter_swap(left.begin(), std::find(left.begin(), left.end(), std::size_t{0}));  // the first plan begins
  for (std::int64_t step = 0; !left.empty(); ++step) {
    const auto next = std::min_element(left.begin(), left.end(), [&](std::size_t a, std::size_t b) {
      const std::int64_t of_a = lead(single, a, step), of_b = lead(single, b, step);
      return of_a != of_b ? of_a < of_b : lead(pairs, a, step) < lead(pairs, b, step);
    });
    for (Tally& tally : single) tally.take(*next);
    for (Tally& tally : pairs) tally.take(*next);
    out.push_back(*next);
    left.erase(next);
  }
  return out;
}

}  // namespace

std::vector<std::size_t> interleaved(const std::vector<Settings>& plans) {
  std::vector<std::string> names = differing(plans);
  std::erase_if(names, is_seed);
  std::map<std::string, std::size_t> repeats;
  std::vector<std::vector<std::size_t>> rounds;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    std::string said;
    for (const std::string& name : names) said += text(plans[i], name) + "\n";
    const std::size_t round = repeats[said]++;
    if (round == rounds.size()) rounds.emplace_back();
    rounds[round].push_back(i);
  }
  std::vector<std::size_t> out;
  for (const std::vector<std::size_t>& round : rounds) {
    std::vector<Settings> once;
    for (const std::size_t i : round) once.push_back(plans[i]);
    for (const std::size_t i : evenly(factors(once, names), once.size())) out.push_back(round[i]);
  }
  return out;
}

std::vector<std::size_t> running_order(const std::vector<Plan>& plans, const Search& search) {
  std::vector<std::size_t> drawn(plans.size());
  std::iota(drawn.begin(), drawn.end(), std::size_t{0});
  if (search.draws()) return drawn;
  std::vector<Settings> settings;
  for (const Plan& plan : plans) settings.push_back(flattened(plan));
  return interleaved(settings);
}

}  // namespace xp
