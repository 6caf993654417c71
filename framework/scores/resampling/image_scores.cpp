#include "framework/scores/resampling/image_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "framework/scores/resampling/one_less.h"

namespace xp {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Lanes<double> per_image(Lanes<double> sum, const Lanes<std::int32_t>& drawn) {
  for (std::size_t l = 0; l < lanes; ++l) sum[l] = drawn[l] ? sum[l] / drawn[l] : nan;
  return sum;
}

const Prediction& at(const Judged& judged, int place) { return judged.predictions[static_cast<std::size_t>(place)]; }

/// Of a score that is a mean over images: what each has of it.
std::vector<double> each(const std::string& score, const Judged& judged, const std::vector<int>& order) {
  std::vector<double> out;
  for (const int i : order) out.push_back(xp::score(score, {at(judged, i)}, judged.classes));
  return out;
}

struct Confidence {
  double confidence, right_less_confidence;
};

Confidence confidence(const Prediction& p) {
  const int said = predicted(p);
  const double sure = p.probabilities[static_cast<std::size_t>(said)];
  return {sure, (said == p.label) - sure};
}

ImageScore mean(const std::string& score, const Judged& judged, const std::vector<int>& order) {
  const std::vector<double> values = each(score, judged, order);
  return {[values](const auto& times, const auto& all) { return per_image(weighted_sum(times.data(), values), all); },
          [values] { return mean_with_one_less(values); }};
}

ImageScore calibration_error_in_equal_bins(const Judged& judged, const std::vector<int>& order) {
  std::vector<double> values;
  std::vector<std::uint8_t> bins;
  for (const int i : order) {
    const Confidence c = confidence(at(judged, i));
    values.push_back(c.right_less_confidence);
    int bin = 0;
    while (bin < 9 && c.confidence > (bin + 1) / 10.0) ++bin;
    bins.push_back(static_cast<std::uint8_t>(bin));
  }
  return {[=](const auto& times, const auto& all) { return per_image(absolute_sum(times.data(), values, bins), all); },
          [=] { return absolute_mean_with_one_less(values, bins); }};
}

ImageScore calibration_error_in_adaptive_bins(const Judged& judged, const std::vector<int>& order) {
  std::vector<Confidence> said;
  for (const int i : order) said.push_back(confidence(at(judged, i)));
  const auto of = [&](int i) { return said[static_cast<std::size_t>(i)]; };
  Ascending ascending;
  ascending.images.resize(order.size());
  std::iota(ascending.images.begin(), ascending.images.end(), 0);
  std::stable_sort(ascending.images.begin(), ascending.images.end(),
                   [&](int a, int b) { return of(a).confidence < of(b).confidence; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const int image = ascending.images[i];
    ascending.values.push_back(of(image).right_less_confidence);
    ascending.first.push_back(i == 0 || of(ascending.images[i - 1]).confidence != of(image).confidence);
  }
  return {[ascending](const auto& times, const auto& all) {
            return per_image(adaptive_absolute_sum(times.data(), ascending, all), all);
          },
          [ascending] { return adaptive_mean_with_one_less(ascending); }};
}

struct Ranked {
  double score;
  int image;
  bool positive;
};

/// Images of one score are one step; where several steps hold negatives only, they and the next are one as well.
Steps steps_of(std::vector<Ranked> ranked) {
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  Steps out;
  std::vector<int> positives;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    (ranked[i].positive ? positives : out.images).push_back(ranked[i].image);
    if (positives.empty() || (i + 1 < ranked.size() && ranked[i + 1].score == ranked[i].score)) continue;
    const int negatives = static_cast<int>(out.images.size());
    out.images.insert(out.images.end(), positives.begin(), positives.end());
    out.steps.push_back({negatives, static_cast<int>(out.images.size())});
    positives.clear();
  }
  return out;
}

Steps steps_of_class(const Judged& judged, const std::vector<int>& order, int c) {
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Prediction& p = at(judged, order[i]);
    ranked.push_back({p.probabilities[static_cast<std::size_t>(c)], static_cast<int>(i), p.label == c});
  }
  return steps_of(std::move(ranked));
}

ImageScore average_precision_of_class(const Judged& judged, const std::vector<int>& order, int c) {
  const Steps steps = steps_of_class(judged, order, c);
  return {[steps](const auto& times, const auto&) { return average_precision(times.data(), steps); },
          [steps] { return average_precision_with_one_less(steps); }};
}

ImageScore average_precision_of_pairs(const Judged& judged, const std::vector<int>& order) {
  std::vector<Ranked> ranked;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Prediction& p = at(judged, order[i]);
    for (int c = 0; c < judged.classes; ++c)
      ranked.push_back({p.probabilities[static_cast<std::size_t>(c)], static_cast<int>(i), p.label == c});
  }
  const Steps steps = steps_of(std::move(ranked));
  return {[steps](const auto& times, const auto&) { return average_precision(times.data(), steps); },
          [steps, n = order.size()] { return average_precision_with_pairs_less(steps, n); }};
}

template <class Row>
double mean_where_defined(const std::vector<Row>& rows, std::size_t place) {
  double sum = 0, defined = 0;
  for (const Row& row : rows)
    if (!std::isnan(row[place])) sum += row[place], ++defined;
  return defined > 0 ? sum / defined : nan;
}

ImageScore mean_average_precision(const Judged& judged, const std::vector<int>& order) {
  std::vector<Steps> classes;
  for (int c = 0; c < judged.classes; ++c) classes.push_back(steps_of_class(judged, order, c));
  return {[classes](const auto& times, const auto&) {
            std::vector<Lanes<double>> each;
            for (const Steps& steps : classes) each.push_back(average_precision(times.data(), steps));
            Lanes<double> out{};
            for (std::size_t l = 0; l < lanes; ++l) out[l] = mean_where_defined(each, l);
            return out;
          },
          [classes, n = order.size()] {
            std::vector<std::vector<double>> each;
            for (const Steps& steps : classes) each.push_back(average_precision_with_one_less(steps));
            std::vector<double> out;
            for (std::size_t i = 0; i < n; ++i) out.push_back(mean_where_defined(each, i));
            return out;
          }};
}

/// For a score that has no shorter way.
ImageScore by_value(const Scalar& scalar, const Judged& judged, const std::vector<int>& order) {
  const auto of = [=](const auto& times_of) {
    Judged drawn{judged.classes};
    for (std::size_t i = 0; i < order.size(); ++i)
      drawn.predictions.insert(drawn.predictions.end(), times_of(i), at(judged, order[i]));
    return value_of(scalar, drawn);
  };
  return {[of](const auto& times, const auto&) {
            Lanes<double> out{};
            for (std::size_t l = 0; l < lanes; ++l)
              out[l] = of([&](std::size_t i) -> std::size_t { return times[i][l]; });
            return out;
          },
          [of, n = order.size()] {
            std::vector<double> out;
            for (std::size_t less = 0; less < n; ++less)
              out.push_back(of([&](std::size_t i) -> std::size_t { return i != less; }));
            return out;
          }};
}

}  // namespace

ImageScore image_score(const Scalar& scalar, const Judged& judged, const std::vector<int>& order) {
  if (scalar.score == "loss" || scalar.score == "brier") return mean(scalar.score, judged, order);
  if (scalar.score == "ece") return calibration_error_in_equal_bins(judged, order);
  if (scalar.score == "adaptive_ece") return calibration_error_in_adaptive_bins(judged, order);
  if (scalar.score == "micro_average_precision") return average_precision_of_pairs(judged, order);
  if (scalar.score != "average_precision") return by_value(scalar, judged, order);
  return scalar.of_class < 0 ? mean_average_precision(judged, order)
                             : average_precision_of_class(judged, order, scalar.of_class);
}

}  // namespace xp
