#include "framework/scores/intervals/auc_components.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <unordered_map>

namespace xp {
namespace {

/// Of each element, the share of the other side that it is ranked right against; ties count half. Both sides hold some.
std::vector<double> placements(const std::vector<double>& score, const std::vector<char>& positive) {
  std::vector<std::pair<double, std::size_t>> order(score.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = {score[i], i};
  std::sort(order.begin(), order.end());
  const double positives = static_cast<double>(std::count(positive.begin(), positive.end(), true));
  const double negatives = static_cast<double>(positive.size()) - positives;
  std::vector<double> out(score.size());
  double positives_below = 0, negatives_below = 0;
  for (std::size_t begin = 0, end; begin < order.size(); begin = end) {
    double tied_positives = 0, tied_negatives = 0;
    for (end = begin; end < order.size() && order[end].first == order[begin].first; ++end)
      (positive[order[end].second] ? tied_positives : tied_negatives) += 1;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t element = order[i].second;
      out[element] = positive[element] ? (negatives_below + tied_negatives / 2) / negatives
                                       : (positives - positives_below - tied_positives / 2) / positives;
    }
    positives_below += tied_positives, negatives_below += tied_negatives;
  }
  return out;
}

/// Groups numbered from 0 on; every element alone where there are none.
std::pair<std::vector<int>, int> clusters_of(const Judged& judged) {
  std::vector<int> out(judged.predictions.size());
  if (judged.groups.empty()) {
    std::iota(out.begin(), out.end(), 0);
    return {out, judged.images()};
  }
  std::unordered_map<int, int> numbers;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = numbers.try_emplace(judged.groups[i], static_cast<int>(numbers.size())).first->second;
  return {out, static_cast<int>(numbers.size())};
}

/// One ROC curve: strata 0 (negatives) and 1 (positives). Empty where a side is.
AucComponents one_curve(const std::vector<double>& score, const std::vector<char>& positive) {
  AucComponents out;
  const auto positives = std::count(positive.begin(), positive.end(), true);
  const auto negatives = static_cast<std::ptrdiff_t>(positive.size()) - positives;
  if (positives == 0 || negatives == 0) return out;
  out.share = placements(score, positive);
  out.stratum.assign(positive.begin(), positive.end());
  out.strata = 2;
  out.area = 0;
  for (std::size_t i = 0; i < score.size(); ++i) {
    if (positive[i]) out.area += out.share[i];
    out.share[i] /= static_cast<double>(positive[i] ? positives : negatives);
  }
  out.area /= static_cast<double>(positives);
  return out;
}

AucComponents of_class(const Judged& judged, int c) {
  std::vector<double> score;
  std::vector<char> positive;
  for (const Prediction& p : judged.predictions) {
    score.push_back(p.probabilities[static_cast<std::size_t>(c)]);
    positive.push_back(p.label == c);
  }
  return one_curve(score, positive);
}

AucComponents of_pairs(const Judged& judged) {
  std::vector<double> score;
  std::vector<char> positive;
  for (const Prediction& p : judged.predictions)
    for (int c = 0; c < judged.classes; ++c) {
      score.push_back(p.probabilities[static_cast<std::size_t>(c)]);
      positive.push_back(p.label == c);
    }
  return one_curve(score, positive);
}

AucComponents mean_over_classes(const Judged& judged) {
  AucComponents out;
  double areas = 0;
  int defined = 0;
  out.share.assign(judged.predictions.size(), 0);
  for (int c = 0; c < judged.classes; ++c) {
    const AucComponents one = of_class(judged, c);
    if (one.share.empty()) continue;
    areas += one.area, ++defined;
    for (std::size_t i = 0; i < out.share.size(); ++i) out.share[i] += one.share[i];
  }
  if (defined == 0) return {};
  for (double& share : out.share) share /= defined;
  for (const Prediction& p : judged.predictions) out.stratum.push_back(p.label);
  out.area = areas / defined;
  out.strata = judged.classes;
  return out;
}

}  // namespace

AucComponents auc_components(const Judged& judged, int c) {
  assert(c >= micro_average && c < judged.classes);
  if (!judged.probabilistic) return {};
  AucComponents out = c == macro_average   ? mean_over_classes(judged)
                      : c == micro_average ? of_pairs(judged)
                                           : of_class(judged, c);
  if (out.share.empty()) return out;
  const auto [clusters, count] = clusters_of(judged);
  out.clusters = count;
  const std::size_t each = out.share.size() / clusters.size();  // elements of an image
  for (const int cluster : clusters) out.cluster.insert(out.cluster.end(), each, cluster);
  return out;
}

double variance(const AucComponents& components) {
  const auto strata = static_cast<std::size_t>(components.strata),
             clusters = static_cast<std::size_t>(components.clusters);
  std::vector<double> sum(strata), size(strata);
  for (std::size_t i = 0; i < components.share.size(); ++i) {
    const auto h = static_cast<std::size_t>(components.stratum[i]);
    sum[h] += components.share[i], size[h] += 1;
  }
  std::vector<double> deviation(strata * clusters);
  std::vector<char> reached(strata * clusters);
  for (std::size_t i = 0; i < components.share.size(); ++i) {
    const auto h = static_cast<std::size_t>(components.stratum[i]), g = static_cast<std::size_t>(components.cluster[i]);
    deviation[g * strata + h] += components.share[i] - sum[h] / size[h];
    reached[g * strata + h] = true;
  }
  const auto unbiased = [](double k) { return k / (k - 1); };
  double out = 0;
  for (std::size_t h = 0; h < strata; ++h) {
    if (size[h] == 0) continue;
    double own = 0, reaching = 0;
    for (std::size_t g = 0; g < clusters; ++g)
      own += deviation[g * strata + h] * deviation[g * strata + h], reaching += reached[g * strata + h];
    if (reaching < 2) return std::numeric_limits<double>::quiet_NaN();
    out += unbiased(reaching) * own;
    for (std::size_t k = 0; k < h; ++k) {
      double shared = 0;
      for (std::size_t g = 0; g < clusters; ++g) shared += deviation[g * strata + h] * deviation[g * strata + k];
      out += 2 * unbiased(static_cast<double>(clusters)) * shared;
    }
  }
  return std::max(out, 0.0);
}

}  // namespace xp
