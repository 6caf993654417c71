#include "framework/scores/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xp {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double share(std::int64_t part, std::int64_t whole) {
  return whole ? static_cast<double>(part) / static_cast<double>(whole) : undefined;
}

struct Scored {
  double score;
  bool positive;
};

Ranking ranked(std::vector<Scored> images) {
  std::sort(images.begin(), images.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  Ranking out;
  out.thresholds.push_back({std::numeric_limits<double>::infinity(), 0, 0});
  for (std::size_t i = 0; i < images.size(); ++i) {
    ++(images[i].positive ? out.positives : out.negatives);
    if (i + 1 == images.size() || images[i + 1].score != images[i].score)
      out.thresholds.push_back({images[i].score, out.positives, out.negatives});
  }
  return out;
}

template <class Value>
double mean_where_defined(int classes, Value value) {
  double sum = 0;
  int defined = 0;
  for (int c = 0; c < classes; ++c)
    if (const double v = value(c); !std::isnan(v)) sum += v, ++defined;
  return defined ? sum / defined : undefined;
}

}  // namespace

double Ranking::sensitivity(const Threshold& t) const { return share(t.true_positives, positives); }
double Ranking::specificity(const Threshold& t) const { return share(negatives - t.false_positives, negatives); }
double Ranking::precision(const Threshold& t) const {
  return share(t.true_positives, t.true_positives + t.false_positives);
}

double Ranking::auc() const {
  std::int64_t twice = 0;  // the area, in pairs of a positive and a negative
  for (std::size_t i = 1; i < thresholds.size(); ++i) {
    const Threshold &a = thresholds[i - 1], &b = thresholds[i];
    twice += (b.false_positives - a.false_positives) * (a.true_positives + b.true_positives);
  }
  return share(twice, 2 * positives * negatives);
}

double Ranking::average_precision() const {
  if (positives == 0) return undefined;
  double sum = 0;
  for (std::size_t i = 1; i < thresholds.size(); ++i)
    sum +=
        static_cast<double>(thresholds[i].true_positives - thresholds[i - 1].true_positives) * precision(thresholds[i]);
  return sum / static_cast<double>(positives);
}

Threshold Ranking::at_specificity(double least) const {
  Threshold best = thresholds.front();
  for (const Threshold& t : thresholds)
    if (specificity(t) >= least && t.true_positives > best.true_positives) best = t;
  return best;
}

Threshold Ranking::at_sensitivity(double least) const {
  for (const Threshold& t : thresholds)
    if (sensitivity(t) >= least) return t;
  return thresholds.front();
}

Threshold Ranking::youden() const {
  const auto index = [this](const Threshold& t) {
    return t.true_positives * negatives - t.false_positives * positives;
  };
  return *std::max_element(thresholds.begin(), thresholds.end(),
                           [&](const Threshold& a, const Threshold& b) { return index(a) < index(b); });
}

Ranking ranking(const std::vector<Prediction>& predictions, int c) {
  std::vector<Scored> images;
  images.reserve(predictions.size());
  for (const Prediction& p : predictions)
    images.push_back({p.probabilities[static_cast<std::size_t>(c)], p.label == c});
  return ranked(std::move(images));
}

Ranking micro_ranking(const std::vector<Prediction>& predictions) {
  std::vector<Scored> pairs;
  for (const Prediction& p : predictions)
    for (std::size_t c = 0; c < p.probabilities.size(); ++c)
      pairs.push_back({p.probabilities[c], static_cast<std::size_t>(p.label) == c});
  return ranked(std::move(pairs));
}

double macro_auc(const std::vector<Prediction>& predictions, int classes) {
  return mean_where_defined(classes, [&](int c) { return ranking(predictions, c).auc(); });
}

double macro_average_precision(const std::vector<Prediction>& predictions, int classes) {
  return mean_where_defined(classes, [&](int c) { return ranking(predictions, c).average_precision(); });
}

}  // namespace xp
