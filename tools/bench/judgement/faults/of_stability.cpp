// Faults of a training that is not steady, planted as those of of_curves.cpp.
#include <algorithm>
#include <cmath>

#include "tools/bench/judgement/faults/healthy.h"

namespace xp::bench {
namespace {

void multiply(Record& record, const char* metric, int epoch, double by) {
  for (Point& p : record.metrics[metric])
    if (p.at == epoch) p.value *= by;
}

/// A rate that is too large: from `onset` on, some batches throw the network off and epochs end anywhere.
Planted spikes(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0;
    Planted out{recorded(d.setup, d.course, random), "loss spikes", within(d.setup.epochs, 0.1, 0.6, random)};
    const double often = random.uniform(1, 5), jump = random.uniform(0.25, 0.6);
    int jumps = 0;
    for (int e = out.onset; e <= d.setup.epochs; ++e) {
      const bool jumped = e == out.onset || random.chance(jump);
      jumps += jumped;
      for (Point& p : out.record.metrics["train/loss_spikes"])
        if (p.at == e)
          for (double gone = -std::log(1 - random.uniform()); gone < often + 2 * jumped;
               gone -= std::log(1 - random.uniform()))
            ++p.value;
      if (!jumped) continue;
      const double by = random.uniform(1.6, 5);
      multiply(out.record, "train/loss", e, by), multiply(out.record, "val/loss", e, by * random.uniform(0.7, 1.5));
      for (const char* metric : {"train/accuracy", "val/accuracy"})
        multiply(out.record, metric, e, 1 - 0.08 * by * random.uniform(0.3, 1));
    }
    if (jumps >= 3) return out;
  }
}

/// BatchNorm's statistics never settle: as each epoch ends, validation is judged by a network that is off by chance.
Planted shaken_validation(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0;
    if (d.setup.epochs < 16 || d.setup.validation < 40) continue;
    const double usual = d.course.validation.back(), sure = d.course.sureness.back(), off = 0.6 * usual;
    // One epoch in three is off by more than 0.43 standard deviations to the worse.
    if (expected(d.setup, usual, sure).accuracy - expected(d.setup, usual - 0.43 * off, sure).accuracy < 0.08) continue;
    const int onset = within(d.setup.epochs, 0.05, 0.4, random);
    for (int e = onset; e <= d.setup.epochs; ++e)
      d.course.shaken[static_cast<std::size_t>(e)] = off * random.uniform(0.7, 1.4);
    return {recorded(d.setup, d.course, random), "validation shaken", onset};
  }
}

Planted diverged(Random& random) {
  Drawn d = healthy(random);
  Planted out{recorded(d.setup, d.course, random), "NaN"};
  out.onset = within(out.record.run.epochs, 0.05, 0.95, random);
  const bool both = random.chance(0.5), goes_on = random.chance(0.4);
  for (const char* metric : {"val/loss", "train/loss"}) {
    for (Point& p : out.record.metrics[metric])
      if (p.at >= out.onset) p.value = random.chance(0.2) ? INFINITY : NAN;
    if (!both) break;
  }
  if (goes_on) return out;
  for (auto& [name, points] : out.record.metrics)
    std::erase_if(points, [&](const Point& p) { return p.at > out.onset; });
  out.record.run.status = Status::failed, out.record.run.epochs = out.onset;
  return out;
}

/// A step too large drives channels below zero for every image; they never come back.
Planted dead(Random& random) {
  Drawn d = healthy(random);
  Planted out{recorded(d.setup, d.course, random), "dead ReLUs"};
  out.onset = within(out.record.run.epochs, 0, 0.8, random);
  const double share = random.uniform(0.45, 0.95);
  for (Point& p : out.record.metrics["train/dead_relus"])
    if (p.at >= out.onset) p.value = std::max(p.value, share * (1 - 0.1 * random.uniform()));
  return out;
}

/// The rate is too large for what has been learned: from `onset` on the network loses it again, as sure as it was.
Planted unlearned(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0;
    const int last = d.setup.epochs, onset = within(last, 0.2, 0.8, random);
    const double lost = random.uniform(0.3, 1);
    for (int e = onset; e <= last; ++e) {
      const auto i = static_cast<std::size_t>(e), before = static_cast<std::size_t>(onset - 1);
      const double left = 1 - lost * (e - onset + 1) / (last - onset + 1);
      d.course.train[i] = d.course.train[before] * left, d.course.validation[i] = d.course.validation[before] * left;
      d.course.sureness[i] = d.course.sureness[before];
    }
    int least = 1;
    for (int e = 2; e <= last; ++e)
      if (in_training(d, e).loss < in_training(d, least).loss) least = e;
    const Expected best = in_training(d, least), end = in_training(d, last);
    if (last - onset >= 4 && end.loss > 1.5 * best.loss && end.loss > best.loss + 0.15 &&
        end.accuracy < best.accuracy - 0.1)
      return {recorded(d.setup, d.course, random), "diverged", onset};
  }
}

}  // namespace

std::vector<Fault> faults_of_stability() {
  const Grade warning = Grade::warning, serious = Grade::serious;
  return {
      {"loss spikes", spikes, "unstable", warning,
       "3 and more epochs whose loss is 1.6 to 5 times as large, 1 to 7 spiking batches an epoch"},
      {"validation shaken", shaken_validation, "unstable", warning,
       "validation ability shaken by 40 to 80 % from epoch to epoch, which costs one epoch in three 8 points and more; "
       "16 epochs and 40 images at least"},
      {"NaN", diverged, "not finite", serious, "one loss or both, one epoch or all from there"},
      {"dead ReLUs", dead, "dead ReLUs", warning, "40 to 95 % of all channels"},
      {"diverged", unlearned, "diverged", warning,
       "training loss 50 % and 0.15 above its least, its accuracy 10 points below its best; 5 epochs and more"},
  };
}

}  // namespace xp::bench
