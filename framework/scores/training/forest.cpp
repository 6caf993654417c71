#include "framework/scores/training/forest.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "framework/base/random.h"

namespace xp {
namespace {

constexpr std::size_t smallest_leaf = 3;
constexpr double tried = 5.0 / 6;  // of the settings at each split

using Box = std::vector<std::vector<char>>;  // for each setting, whether each value lies within

struct Leaf {
  Box box;
  double mean = 0;
};

struct Cut {
  std::size_t setting = 0;
  std::vector<char> left;  // values
  double gain = 0;
};

class Tree {
 public:
  Tree(const std::vector<Levels>& settings, const std::vector<double>& scores, Random random)
      : settings_(settings), scores_(scores), random_(random) {
    std::vector<std::size_t> rows(scores.size());
    for (std::size_t& row : rows) row = random_.below(scores.size());  // with repetition
    Box whole;
    for (const Levels& s : settings) whole.emplace_back(s.count, 1);
    grow(rows, std::move(whole));
  }

  std::vector<Leaf> leaves;

 private:
  double mean(const std::vector<std::size_t>& rows) const {
    double sum = 0;
    for (const std::size_t row : rows) sum += scores_[row];
    return sum / static_cast<double>(rows.size());
  }

  void grow(const std::vector<std::size_t>& rows, Box box) {
    std::optional<Cut> best;
    for (std::size_t s = 0; s < settings_.size(); ++s)
      if (random_.chance(tried))
        if (std::optional<Cut> cut = cut_of(rows, s); cut && (!best || cut->gain > best->gain)) best = std::move(cut);
    if (!best) return leaves.push_back({std::move(box), mean(rows)});
    std::vector<std::size_t> left, right;
    for (const std::size_t row : rows) (best->left[settings_[best->setting].of[row]] ? left : right).push_back(row);
    Box other = box;
    for (std::size_t v = 0; v < best->left.size(); ++v) (best->left[v] ? other : box)[best->setting][v] = 0;
    grow(left, std::move(box));
    grow(right, std::move(other));
  }

  /// The cut that leaves the least squares: between neighbours of an ordered setting, else of values in the order of
  /// their means, which is where the best one lies (Fisher 1958). Values that no row has go with their neighbour, or
  /// to the left.
  std::optional<Cut> cut_of(const std::vector<std::size_t>& rows, std::size_t s) const {
    const Levels& setting = settings_[s];
    std::vector<double> sum(setting.count), n(setting.count);
    for (const std::size_t row : rows) sum[setting.of[row]] += scores_[row], n[setting.of[row]] += 1;
    std::vector<std::size_t> order;
    for (std::size_t v = 0; v < setting.count; ++v)
      if (n[v] > 0) order.push_back(v);
    if (!setting.ordered)
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return sum[a] / n[a] < sum[b] / n[b]; });
    const double all = std::accumulate(sum.begin(), sum.end(), 0.0), total = static_cast<double>(rows.size());
    std::optional<Cut> best;
    double left = 0, left_n = 0;
    std::size_t cut = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      left += sum[order[i]], left_n += n[order[i]];
      if (left_n < smallest_leaf || total - left_n < smallest_leaf) continue;
      const double gain = left * left / left_n + (all - left) * (all - left) / (total - left_n) - all * all / total;
      if (gain > (best ? best->gain : 1e-12)) best = Cut{s, {}, gain}, cut = i;
    }
    if (!best) return best;
    best->left.assign(setting.count, 1);
    if (setting.ordered)
      for (std::size_t v = (order[cut] + order[cut + 1]) / 2 + 1; v < setting.count; ++v) best->left[v] = 0;
    else
      for (std::size_t i = cut + 1; i < order.size(); ++i) best->left[order[i]] = 0;
    return best;
  }

  const std::vector<Levels>& settings_;
  const std::vector<double>& scores_;
  Random random_;
};

/// How often each value of each setting occurs, as a share.
std::vector<std::vector<double>> weights(const std::vector<Levels>& settings) {
  std::vector<std::vector<double>> out;
  for (const Levels& s : settings) {
    out.emplace_back(s.count);
    for (const std::size_t level : s.of) out.back()[level] += 1.0 / static_cast<double>(s.of.size());
  }
  return out;
}

double volume(const std::vector<char>& within, const std::vector<double>& weight) {
  double out = 0;
  for (std::size_t v = 0; v < within.size(); ++v)
    if (within[v]) out += weight[v];
  return out;
}

/// Of one tree; empty where its prediction does not vary.
std::vector<double> main_effects(const std::vector<Leaf>& leaves, const std::vector<std::vector<double>>& weight) {
  const std::size_t settings = weight.size();
  std::vector<std::vector<double>> marginal;
  for (const auto& w : weight) marginal.emplace_back(w.size());
  double mean = 0, square = 0;
  for (const Leaf& leaf : leaves) {
    std::vector<double> side(settings);
    for (std::size_t s = 0; s < settings; ++s) side[s] = volume(leaf.box[s], weight[s]);
    for (std::size_t s = 0; s < settings; ++s) {
      double others = leaf.mean;
      for (std::size_t o = 0; o < settings; ++o)
        if (o != s) others *= side[o];
      for (std::size_t v = 0; v < weight[s].size(); ++v)
        if (leaf.box[s][v]) marginal[s][v] += others;
    }
    const double whole = std::accumulate(side.begin(), side.end(), 1.0, std::multiplies<>());
    mean += whole * leaf.mean, square += whole * leaf.mean * leaf.mean;
  }
  const double variance = square - mean * mean;
  if (!(variance > 1e-15 * square)) return {};
  std::vector<double> out(settings);
  for (std::size_t s = 0; s < settings; ++s)
    for (std::size_t v = 0; v < weight[s].size(); ++v)
      out[s] += weight[s][v] * (marginal[s][v] - mean) * (marginal[s][v] - mean) / variance;
  return out;
}

}  // namespace

std::vector<double> main_effects(const std::vector<Levels>& settings, const std::vector<double>& scores, int trees,
                                 std::uint64_t seed, std::uint32_t stream) {
  const auto weight = weights(settings);
  std::vector<double> out(settings.size());
  int grown = 0;
  for (int t = 0; t < trees; ++t) {
    const Tree tree(settings, scores, Random(seed, "forest", static_cast<std::uint32_t>(t), stream));
    const std::vector<double> effects = main_effects(tree.leaves, weight);
    if (effects.empty()) continue;
    ++grown;
    for (std::size_t s = 0; s < out.size(); ++s) out[s] += effects[s];
  }
  for (double& share : out) share /= std::max(1, grown);
  return out;
}

}  // namespace xp
