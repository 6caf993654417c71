// Faults that the curves show. Each planter says what it assumes of training; each is planted again until it is as
// severe as its row says, by what is true of the network before chance comes in.
#include <algorithm>
#include <cmath>

#include "tools/bench/judgement/faults/healthy.h"

namespace xp::bench {
namespace {

/// The epoch after the least expected validation loss.
int turning(const Drawn& d, int last) {
  int least = 1;
  for (int e = 2; e <= last; ++e)
    if (on_validation(d, e).loss < on_validation(d, least).loss) least = e;
  return least + 1;
}

/// From `onset` on, what training images teach holds for them alone: their ability grows on, that on new images stays
/// or is worn down, and the network becomes as sure of both as training images deserve.
void fit_by_heart(Drawn& d, int onset, double much, Random& random) {
  const double soon = random.uniform(0.1, 0.5) * d.setup.epochs,
               wear = random.chance(0.5) ? random.uniform(0, 0.15) : 0;
  const double level = d.course.validation[static_cast<std::size_t>(onset - 1)];
  for (int e = onset; e <= d.setup.epochs; ++e) {
    const auto i = static_cast<std::size_t>(e);
    const double way = 1 - std::exp(-(e - onset + 1) / soon);
    d.course.train[i] += much * way, d.course.validation[i] = level * (1 - wear * way);
  }
  d.course.sureness = sureness_after(d.setup, d.course.train);
}

Planted overfitting(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    if (random.chance(0.8)) d.setup.patience = 0;
    fit_by_heart(d, within(d.setup.epochs, 0.1, 0.7, random), random.uniform(0.8, 3), random);
    Planted out{recorded(d.setup, d.course, random), "overfitting"};
    const int last = out.record.run.epochs, turned = turning(d, last);
    const double least = on_validation(d, turned - 1).loss, loss = on_validation(d, last).loss;
    const bool severe = loss > 1.3 * least && loss > least + 0.1 && last - turned >= 2 &&
                        in_training(d, last).accuracy - on_validation(d, last).accuracy > 0.10 &&
                        in_training(d, last).loss < 0.9 * in_training(d, turned - 1).loss;
    out.onset = turned;
    if (severe) return out;
  }
}

/// As overfitting, further: every training image is known before three quarters of the run have passed.
Planted memorisation(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0, d.setup.hurt = std::min(d.setup.hurt, 0.1);
    fit_by_heart(d, within(d.setup.epochs, 0.05, 0.3, random), random.uniform(3, 6), random);
    const int last = d.setup.epochs;
    int known = 1;
    while (known < last && in_training(d, known).accuracy < 0.99) ++known;
    if (known <= 0.75 * last && in_training(d, last).accuracy > 0.995 && on_validation(d, last).accuracy < 0.8)
      return {recorded(d.setup, d.course, random), "memorisation", known};
  }
}

/// Nothing, or next to nothing, is learned: labels without meaning, gradients that vanish, a rate far too small.
Planted underfitting(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.balanced = false, set(d.setup.settings, "class_weight", "none");
    const double share = random.uniform(0, 0.06);
    for (double& ability : d.course.train) ability *= share;
    d.course.validation = d.course.train, d.course.sureness = sureness_after(d.setup, d.course.train);
    if (in_training(d, d.setup.epochs).accuracy < largest(d.setup) + 0.02)
      return {recorded(d.setup, d.course, random), "underfitting"};
  }
}

/// A run that was cut off, or whose rate is too small: it learns as a healthy one, but so slowly that its end is amid
/// the fall.
Planted not_converged(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0;
    if (d.setup.epochs < 16) continue;
    const double pace = random.uniform(0.6, 2), end = random.uniform(1.5, 5), behind = random.uniform(0, 0.1);
    const int epochs = d.setup.epochs;
    for (int e = 0; e <= epochs; ++e)
      d.course.train[static_cast<std::size_t>(e)] = end * (1 - std::exp(-pace * e / epochs));
    d.course.validation = d.course.train, d.course.sureness = sureness_after(d.setup, d.course.train);
    for (double& ability : d.course.validation) ability *= 1 - behind;
    const int before = epochs - (epochs + 4) / 5;
    const Expected val = on_validation(d, epochs), late = on_validation(d, before);
    if (late.loss - val.loss > 0.03 && val.loss < 0.85 * late.loss && val.accuracy > late.accuracy + 0.015 &&
        in_training(d, epochs).loss < 0.85 * in_training(d, before).loss && in_training(d, epochs).accuracy < 0.95)
      return {recorded(d.setup, d.course, random), "not converged"};
  }
}

/// All is learned in the first part of the run; later epochs only shake what was there, and wear it down a little.
Planted best_early(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    if (d.setup.epochs < 16) continue;
    d.setup.patience = 0;
    const int best = within(d.setup.epochs, 0.1, 0.35, random);
    for (int e = best; e <= d.setup.epochs; ++e)
      d.course.validation[static_cast<std::size_t>(e)] *= 1 - 0.25 * (e - best) / (d.setup.epochs - best);
    Planted out{recorded(d.setup, d.course, random), "best epoch early"};
    if (out.record.run.chosen_epoch < 0.45 * d.setup.epochs) return out;
  }
}

/// What is learned is held back while it is measured in training.
Planted hurt_in_training(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0, d.setup.hurt = random.uniform(0.4, 1.2);
    const bool by_dropout = random.chance(0.5);
    set(d.setup.settings, "model.dropout", by_dropout ? 0.1 * std::lround(random.uniform(4, 8)) : 0.0);
    set(d.setup.settings, "transform", by_dropout ? "resize,normalise" : "resize,rotate,elastic,cutout,normalise");
    const double ahead = on_validation(d, d.setup.epochs).accuracy - in_training(d, d.setup.epochs).accuracy;
    if (ahead > 0.08 && ahead > 4 * std::sqrt(0.25 / d.setup.validation) && d.setup.train > 150)
      return {recorded(d.setup, d.course, random), "training held back"};
  }
}

/// Validation images that were seen (a copy in the training part), or that are easier than those of training.
Planted easier_validation(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0, d.setup.hurt = 0;
    set(d.setup.settings, "model.dropout", 0.0), set(d.setup.settings, "transform", "resize,normalise");
    const double more = random.uniform(0.3, 0.9);
    for (double& ability : d.course.validation) ability *= 1 + more;
    const double ahead = on_validation(d, d.setup.epochs).accuracy - in_training(d, d.setup.epochs).accuracy;
    if (ahead > 0.06 && ahead > 4 * std::sqrt(0.25 / d.setup.validation) && d.setup.train > 150)
      return {recorded(d.setup, d.course, random), "easier validation"};
  }
}

/// Another tool's history, whose training loss holds class weights that do not average 1 (5 : 1), a penalty on the
/// weights, or a smoothing that validation does not know.
Planted other_loss(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.patience = 0;
    Record record = recorded(d.setup, d.course, random);
    const double factor = random.chance(0.6) ? random.uniform(1.8, 5) : 1,
                 penalty = factor > 1 ? 0 : random.uniform(0.3, 1.5);
    for (Point& p : record.metrics["train/loss"])
      p.value = factor * p.value + penalty * (1 + std::exp(-0.1 * static_cast<double>(p.at)));
    const int end = d.setup.epochs;
    const double train = factor * in_training(d, end).loss + penalty, val = on_validation(d, end).loss;
    if (train > 2 * val && train > val + 0.4 && in_training(d, end).accuracy > on_validation(d, end).accuracy - 0.01)
      return {imported(std::move(record), random.chance(0.5)), "losses not comparable"};
  }
}

/// Blended images are learned from, plain ones are judged.
Planted mixed(Random& random) {
  Drawn d = healthy(random);
  d.setup.hurt = random.uniform(0.3, 1.2), d.setup.remeasured = false;
  set(d.setup.settings, "transform", random.chance(0.5) ? "resize,normalise,mixup" : "resize,flip,cutmix,normalise");
  return {recorded(d.setup, d.course, random), "mixed images"};
}

/// No test part: the best of many noisy epochs is all there is to report.
Planted best_reported(Random& random) {
  for (;;) {
    Drawn d = healthy(random);
    d.setup.validation = static_cast<int>(std::lround(24 * std::pow(8, random.uniform())));
    d.setup.monitor = "val/accuracy", set(d.setup.settings, "train.monitor", "val/accuracy");
    Planted out{recorded(d.setup, d.course, random), "best epoch reported"};
    const auto chosen = static_cast<std::size_t>(out.record.run.chosen_epoch);
    const double lucky =
        out.record.metrics["val/accuracy"][chosen - 1].value - on_validation(d, out.record.run.chosen_epoch).accuracy;
    if (lucky < 0.03) continue;
    out.record.test.clear(), out.record.run.test_images = 0;
    for (const char* metric : {"test/loss", "test/accuracy", "test/balanced_accuracy"})
      out.record.metrics.erase(metric);
    std::erase_if(out.record.samples, [](const StoredSample& s) { return s.part == Part::test; });
    return out;
  }
}

}  // namespace

std::vector<Fault> faults_of_curves() {
  const Grade note = Grade::note, warning = Grade::warning;
  return {
      {"overfitting", overfitting, "overfitting", warning,
       "validation loss 30 % and 0.1 above its least, accuracy 10 points apart, training loss 10 % down"},
      {"memorisation", memorisation, "memorisation", warning, "training accuracy over 99.5 %, validation under 80 %"},
      {"underfitting", underfitting, "underfitting", warning,
       "training accuracy at most 2 points above the largest class"},
      {"not converged", not_converged, "not converged", warning,
       "both losses fall by 15 % and more in the last fifth, that of validation by 0.03 and more, and its accuracy "
       "rises by "
       "1.5 points and more; training accuracy under 95 %; 16 epochs at least"},
      {"best epoch early", best_early, "best epoch", note, "before 45 % of at least 16 epochs"},
      {"training held back", hurt_in_training, "validation better than training", note,
       "8 points and 4 standard errors; dropout or augmentation", "held back"},
      {"easier validation", easier_validation, "validation better than training", warning,
       "6 points and 4 standard errors; nothing holds training back"},
      {"losses not comparable", other_loss, "losses not comparable", warning,
       "training loss twice that of validation and 0.4 above, at no lower accuracy"},
      {"mixed images", mixed, "losses not comparable", note, "mixup or cutmix", "blend"},
      {"best epoch reported", best_reported, "best epoch reported", warning,
       "no test part; accuracy 3 points and more above what is true of the epoch"},
  };
}

}  // namespace xp::bench
