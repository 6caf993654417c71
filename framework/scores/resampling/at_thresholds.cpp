#include "framework/scores/resampling/at_thresholds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "framework/scores/resampling/replicates.h"
#include "framework/scores/resampling/units.h"
#include "framework/scores/resampling/unvaried.h"
#include "framework/scores/sheet.h"

namespace xp {
namespace {

constexpr std::size_t figures = 5;

const std::array<Scalar, figures>& scalars() {
  static const std::array<Scalar, figures> all{
      {{"recall", 1}, {"specificity", 1}, {"precision", 1}, {"precision", 0}, {"accuracy"}}};
  return all;
}

std::array<Figure*, figures> figures_of(AtThreshold& row) {
  return {&row.sensitivity, &row.specificity, &row.precision, &row.negative_precision, &row.accuracy};
}

/// Positives as class 1 of two, each with its probability.
Judged against_the_rest(const Judged& judged, int positive) {
  Judged out{2, {}, judged.groups};
  for (const Prediction& p : judged.predictions) {
    const double q = p.probabilities[static_cast<std::size_t>(positive)];
    out.predictions.push_back({p.sample, p.label == positive, {1 - q, q}});
  }
  return out;
}

double probability(const Prediction& p) { return p.probabilities[1]; }

/// With certainty, so that an image of probability one half is called as the threshold says.
Judged called(const Judged& judged, double threshold) {
  Judged out = judged;
  for (Prediction& p : out.predictions) {
    const bool is = probability(p) >= threshold;
    p.probabilities = {is ? 0.0 : 1.0, is ? 1.0 : 0.0};
  }
  return out;
}

struct Counts {
  double positives = 0, negatives = 0, true_positives = 0, false_positives = 0;

  std::array<double, figures> rates() const {
    const auto share = [](double part, double whole) {
      return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
    };
    const double negative = negatives - false_positives, said = true_positives + false_positives,
                 all = positives + negatives;
    return {share(true_positives, positives), share(negative, negatives), share(true_positives, said),
            share(negative, all - said), share(true_positives + negative, all)};
  }
};

/// Of many thresholds at once: images in the order of their probability, counted from the strictest threshold on.
class Sweep {
 public:
  Sweep(const Judged& judged, const std::vector<double>& thresholds)
      : judged_(judged), order_(judged.predictions.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    const auto of = [&](int i) -> const Prediction& { return judged.predictions[static_cast<std::size_t>(i)]; };
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return of(a).label < of(b).label; });
    units_ = units_of(judged, order_);
    falling_.resize(order_.size());
    std::iota(falling_.begin(), falling_.end(), 0);
    std::stable_sort(falling_.begin(), falling_.end(),
                     [&](int a, int b) { return probability(image(a)) > probability(image(b)); });
    for (const double threshold : thresholds) {
      const auto reaches = [&](int place) { return probability(image(place)) >= threshold; };
      ends_.push_back(
          static_cast<std::size_t>(std::partition_point(falling_.begin(), falling_.end(), reaches) - falling_.begin()));
    }
  }

  /// `visit(row, lane, counts)`.
  template <class Visit>
  void each(const std::vector<Times>& times, Visit visit) const {
    std::vector<Lanes<std::array<int, 2>>> sums(falling_.size() + 1);  // of negatives and positives so far
    for (std::size_t i = 0; i < falling_.size(); ++i) {
      const auto place = static_cast<std::size_t>(falling_[i]);
      const auto side = static_cast<std::size_t>(image(falling_[i]).label);
      sums[i + 1] = sums[i];
      for (std::size_t l = 0; l < lanes; ++l) sums[i + 1][l][side] += times[place][l];
    }
    for (std::size_t row = 0; row < ends_.size(); ++row)
      for (std::size_t l = 0; l < lanes; ++l) {
        const auto &all = sums.back()[l], &said = sums[ends_[row]][l];
        visit(row, l, Counts{double(all[1]), double(all[0]), double(said[1]), double(said[0])});
      }
  }

  const Units& units() const { return units_; }
  std::size_t images() const { return order_.size(); }

 private:
  const Prediction& image(int place) const {
    return judged_.predictions[static_cast<std::size_t>(order_[static_cast<std::size_t>(place)])];
  }

  const Judged& judged_;
  std::vector<int> order_, falling_;  // places of predictions by class; places in `order_` by probability
  std::vector<std::size_t> ends_;     // of each threshold: how many of `falling_` reach it
  Units units_;
};

using Values = std::vector<std::array<std::vector<double>, figures>>;  // [row][figure][resample]

Values room(std::size_t rows, std::size_t size) {
  Values out(rows);
  for (auto& row : out) row.fill(std::vector<double>(size));
  return out;
}

void store(const Sweep& sweep, const std::vector<Times>& times, int batch, Values& into) {
  sweep.each(times, [&](std::size_t row, std::size_t lane, const Counts& counts) {
    const std::size_t place = static_cast<std::size_t>(batch) * lanes + lane;
    if (place >= into[row][0].size()) return;
    const auto rates = counts.rates();
    for (std::size_t f = 0; f < figures; ++f) into[row][f][place] = rates[f];
  });
}

void by_groups(const Judged& judged, std::vector<AtThreshold>& rows, const Bootstrap& bootstrap) {
  std::vector<double> thresholds;
  for (const AtThreshold& row : rows) thresholds.push_back(row.threshold);
  const Sweep sweep(judged, thresholds);
  const Units& units = sweep.units();
  Values drawn = room(rows.size(), static_cast<std::size_t>(bootstrap.resamples)),
         without = room(rows.size(), static_cast<std::size_t>(units.count()));
  const int batches = batches_of(bootstrap.resamples);
  in_parallel(batches + batches_of(units.count()), bootstrap.threads, [&](int batch) {
    std::vector<Times> times(sweep.images());
    if (batch >= batches)
      return store(sweep, without_units(units, static_cast<int>(sweep.images()), (batch - batches) * lanes),
                   batch - batches, without);
    draw(units, bootstrap.seed, static_cast<std::uint32_t>(batch), times);
    store(sweep, times, batch, drawn);
  });
  in_parallel(static_cast<int>(rows.size()), bootstrap.threads, [&](int number) {
    const auto row = static_cast<std::size_t>(number);
    const auto shown = figures_of(rows[row]);
    for (std::size_t f = 0; f < figures; ++f) {
      if (std::isnan(shown[f]->value)) continue;
      Resamples resamples{shown[f]->value, std::move(drawn[row][f]), by_stratum(without[row][f], units)};
      const Interval interval =
          constant(resamples)
              ? unvaried(with_more_units(scalars()[f], called(judged, thresholds[row]), bootstrap.confidence))
              : bca(std::move(resamples), bootstrap.confidence).interval;
      shown[f]->interval = interval;
      shown[f]->method = std::isnan(interval.low) ? Method::none : Method::cluster_bootstrap;
    }
  });
}

}  // namespace

std::vector<AtThreshold> at_thresholds(const Judged& all, int positive, const std::vector<double>& thresholds,
                                       const Bootstrap& bootstrap) {
  const Judged judged = against_the_rest(all, positive);
  std::array<std::vector<double>, 2> rising;  // probabilities of negatives and of positives
  for (const Prediction& p : judged.predictions) rising[static_cast<std::size_t>(p.label)].push_back(probability(p));
  for (auto& side : rising) std::sort(side.begin(), side.end());
  std::vector<AtThreshold> out;
  for (const double threshold : thresholds) {
    Confusion counts(2);
    for (int truth = 0; truth < 2; ++truth) {
      const auto& side = rising[static_cast<std::size_t>(truth)];
      const auto below = std::lower_bound(side.begin(), side.end(), threshold) - side.begin();
      counts.add(truth, 0, below), counts.add(truth, 1, static_cast<std::int64_t>(side.size()) - below);
    }
    AtThreshold row{threshold, counts.at(1, 1), counts.at(0, 1), counts.at(1, 0), counts.at(0, 0), {}, {}, {}, {}, {}};
    const auto shown = figures_of(row);
    for (std::size_t f = 0; f < figures; ++f) {
      *shown[f] = rate_of(scalars()[f], counts, bootstrap.confidence);
      if (judged.grouped()) shown[f]->interval = Figure{}.interval, shown[f]->method = Method::none;
    }
    out.push_back(row);
  }
  if (judged.grouped() && bootstrap.resamples > 0 && judged.images() > 0) by_groups(judged, out, bootstrap);
  return out;
}

}  // namespace xp
