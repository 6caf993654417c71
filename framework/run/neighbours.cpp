#include "framework/run/neighbours.h"

#include <algorithm>
#include <cmath>

#include "framework/scores/score.h"

namespace xp {
namespace {

using Rows = std::vector<std::vector<double>>;

/// {from, to} of `numbers` in every row: mean 0, deviation 1 over the training part, then weighted.
void standardise(Rows& rows, const std::vector<int>& training, std::size_t from, std::size_t to) {
  const double n = static_cast<double>(training.size()), weight = 1 / std::sqrt(static_cast<double>(to - from));
  for (std::size_t k = from; k < to; ++k) {
    double sum = 0, squares = 0;
    for (const int t : training) sum += rows[static_cast<std::size_t>(t)][k];
    for (const int t : training) squares += std::pow(rows[static_cast<std::size_t>(t)][k] - sum / n, 2);
    const double deviation = std::sqrt(squares / n);
    for (auto& row : rows) row[k] = weight * (row[k] - sum / n) / (deviation > 0 ? deviation : 1);
  }
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) out += (a[i] - b[i]) * (a[i] - b[i]);
  return out;
}

}  // namespace

const char* name(NeighbourView view) {
  switch (view) {
    case NeighbourView::both: return "size and thumbnail";
    case NeighbourView::size: return "size";
    case NeighbourView::thumbnail: return "thumbnail";
  }
  return "";
}

Rows features(const Rows& thumbnails, const std::vector<int>& training, NeighbourView view) {
  Rows out;
  for (const std::vector<double>& t : thumbnails) {
    out.emplace_back();
    if (view != NeighbourView::thumbnail) out.back() = {t[0], t[1], t[0] / t[1]};
    if (view != NeighbourView::size) out.back().insert(out.back().end(), t.begin() + 2, t.end());
  }
  if (out.empty()) return out;
  const std::size_t of_size = view == NeighbourView::thumbnail ? 0 : 3, all = out[0].size();
  if (of_size > 0) standardise(out, training, 0, of_size);
  if (all > of_size) standardise(out, training, of_size, all);
  return out;
}

Rows neighbours_say(const Rows& features, const std::vector<int>& labels, int classes, const std::vector<int>& training,
                    const std::vector<int>& asked, int k) {
  const std::size_t near = std::min(static_cast<std::size_t>(k), training.size());
  Rows out;
  for (const int a : asked) {
    std::vector<std::pair<double, int>> by_distance;
    for (const int t : training)
      by_distance.emplace_back(distance(features[static_cast<std::size_t>(a)], features[static_cast<std::size_t>(t)]),
                               t);
    std::partial_sort(by_distance.begin(), by_distance.begin() + static_cast<std::ptrdiff_t>(near), by_distance.end());
    out.emplace_back(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < near; ++i) {
      const int label = labels[static_cast<std::size_t>(by_distance[i].second)];
      out.back()[static_cast<std::size_t>(label)] += 1 / static_cast<double>(near);
    }
  }
  return out;
}

std::vector<double> frequencies(const std::vector<int>& labels, int classes, const std::vector<int>& training) {
  std::vector<double> out(static_cast<std::size_t>(classes));
  for (const int t : training) out[static_cast<std::size_t>(labels[static_cast<std::size_t>(t)])] += 1;
  for (double& share : out) share /= static_cast<double>(training.size());
  return out;
}

Neighbourhood chosen_neighbourhood(const Rows& thumbnails, const std::vector<int>& labels, int classes,
                                   const Division& division) {
  const std::vector<int> training = division.indices(Part::train), validation = division.indices(Part::validation);
  Neighbourhood best;
  if (validation.empty()) return best;
  double reached = worst("val/balanced_accuracy");
  for (const NeighbourView view : {NeighbourView::both, NeighbourView::size, NeighbourView::thumbnail}) {
    const Rows looked = features(thumbnails, training, view);
    for (const int k : {5, 1, 15}) {
      const Rows said = neighbours_say(looked, labels, classes, training, validation, k);
      std::vector<Prediction> predictions;
      for (std::size_t i = 0; i < validation.size(); ++i)
        predictions.push_back({validation[i], labels[static_cast<std::size_t>(validation[i])], said[i]});
      const double score = scores(predictions, classes).at("balanced_accuracy");
      if (better("val/balanced_accuracy", score, reached)) reached = score, best = {k, view};
    }
  }
  return best;
}

}  // namespace xp
