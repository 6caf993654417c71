// What the training and validation curves say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/history.h"

namespace xp {
namespace {

// Thresholds of the first form; issue 6 measures their recall and false alarms on planted faults.
constexpr double gap_noticed = 0.05;    // accuracy gap below which training and validation are called alike
constexpr double gap_large = 0.10;      // a gap that readers of a result would want to know of
constexpr double rise_large = 0.30;     // a third worse than it once was
constexpr double memorised = 0.99;      // training accuracy at which hardly an image is left to learn from
constexpr double memorised_gap = 0.15;  // validation that far below: what was learnt are the images
constexpr double near_majority = 0.05;  // training accuracy this close to always naming the largest class
constexpr double early = 0.5;           // best epoch before this share of the run
constexpr int too_short = 2;            // epochs in which no gap has had time to mean anything
constexpr int early_epochs = 5;         // and at least this many epochs before its end

Grade overfitting_grade(const Evidence& e, double rise) {
  const double gap = e.gap(), guessing = std::log(std::max<double>(2, static_cast<double>(e.record.classes.size())));
  const double train_loss = end_level(e.train_loss), val_loss = end_level(e.val_loss);
  const bool onset = e.turned.since > 0 && e.falls, by_chance = !e.gap_beyond_chance();
  // As good on new images as on known ones, by the loss: a gap in accuracy needs images enough to mean something.
  if (!onset && !(val_loss > train_loss) && (by_chance || e.last <= too_short)) return Grade::fine;
  const bool apart = gap >= gap_large && !by_chance;
  // Worse than guessing on new images while sure of the old ones: the loss of equal odds is ln(classes).
  const bool confidently_wrong = val_loss > guessing && train_loss < guessing / 2;
  if ((confidently_wrong && (gap >= gap_large || onset)) || (onset && rise >= rise_large && apart))
    return Grade::serious;
  if (apart || (onset && rise >= rise_large)) return Grade::warning;
  return onset || gap >= gap_noticed ? Grade::note : Grade::fine;
}

/// ", a gap that 7 images may show by chance": where it is a gap, and they may.
std::string chance(const Evidence& e) {
  return e.images && e.gap() >= gap_noticed && !e.gap_beyond_chance()
             ? fmt::format(", a gap that {} images may show by chance", e.images)
             : "";
}

}  // namespace

Finding overfitting(const Evidence& e) {
  Finding f{"overfitting"};
  const double gap = e.gap(), train_loss = end_level(e.train_loss), val_loss = end_level(e.val_loss);
  const double rise = e.turned.low > 0 ? e.turned.end / e.turned.low - 1 : 0;
  const auto chosen = e.record.run.chosen_epoch;
  f.grade = overfitting_grade(e, rise);
  f.numbers = {{"accuracy gap, last epochs' medians", gap},
               {"loss gap, last epochs' medians", val_loss - train_loss},
               {"accuracy gap, last epoch", last_finite(e.train) - last_finite(e.val)},
               {"loss gap, last epoch", last_finite(e.val_loss) - last_finite(e.train_loss)},
               {"accuracy gap, chosen epoch", value_at(e.train, chosen) - value_at(e.val, chosen)},
               {"loss gap, chosen epoch", value_at(e.val_loss, chosen) - value_at(e.train_loss, chosen)},
               {"validation loss, lowest", e.turned.low},
               {"validation loss, last epochs' median", val_loss}};
  const bool medians = e.last > too_short;  // of fewer epochs the last alone is looked at
  const std::string accuracy = fmt::format("{} accuracy is {} in training and {} in validation",
                                           medians ? "over the last epochs" : fmt::format("at epoch {}", e.last),
                                           percent(end_level(e.train)), percent(end_level(e.val)));
  if (f.grade == Grade::fine) {
    if (std::isfinite(gap)) {
      f.sentence = fmt::format("No overfitting seen up to epoch {}: {}{}{}.", e.last, accuracy,
                               medians ? " (medians)" : "", chance(e));
    } else {
      f.grade = Grade::note;
      f.sentence = "Overfitting cannot be judged: there are no training and validation curves to compare.";
      f.advice = "Keep a validation part, and train at least one epoch.";
    }
    return f;
  }
  if (e.turned.since > 0 && e.falls) {
    f.since = static_cast<int>(e.turned.since);
    f.sentence =
        fmt::format("Overfitting since epoch {}: validation loss rose from {} to {} while training loss fell to {}",
                    f.since, decimal(e.turned.low, 2), decimal(val_loss, 2), decimal(train_loss, 2));
    if (std::isfinite(gap)) f.sentence += fmt::format("; {}", accuracy);
    f.sentence += fmt::format(" (all medians){}.", chance(e));
  } else {
    f.sentence = fmt::format("Overfitting: {} (loss {} and {}{}){}.", accuracy, decimal(train_loss, 2),
                             decimal(val_loss, 2), medians ? "; all medians" : "", chance(e));
  }
  const bool before = f.since && chosen && chosen < f.since;
  f.advice = (before ? fmt::format("The weights kept are from epoch {}, before it set in. ", chosen) : "") +
             "More images, more weight decay or dropout, or a smaller network.";
  return f;
}

Finding memorisation(const Evidence& e) {
  Finding f{"memorisation"};
  const double train = end_level(e.train), val = end_level(e.val);
  if (!(train >= memorised && train - val >= memorised_gap)) return f;
  f.grade = e.gap_beyond_chance() ? Grade::warning : Grade::note;
  for (const Point& p : e.train)
    if (p.value >= memorised && !f.since) f.since = static_cast<int>(p.at);
  const Rate rate = e.rate_of(val);
  f.numbers = {{"training accuracy", train},
               {"validation accuracy", val},
               {"interval low", rate.low},
               {"interval high", rate.high}};
  f.sentence = fmt::format(
      "The network knows its training images by heart ({} right), but is right on {} of the "
      "validation images",
      percent(train), percent(val));
  f.sentence += rate.n ? fmt::format(" ({} of {}; 95 % interval {} to {} %).", rate.right, rate.n,
                                     decimal(100 * rate.low, 0), decimal(100 * rate.high, 0))
                       : ".";
  f.advice = "Training accuracy says nothing here; quote the test accuracy with its interval.";
  return f;
}

Finding underfitting(const Evidence& e) {
  Finding f{"underfitting"};
  std::vector<int> counts(e.record.classes.size());
  int n = 0;
  for (const StoredSample& s : e.record.samples)
    if (s.part == Part::train && s.label >= 0 && s.label < static_cast<int>(counts.size()))
      ++counts[static_cast<std::size_t>(s.label)], ++n;
  const double train = last_finite(e.train);
  if (!n) return f;
  const double majority = *std::max_element(counts.begin(), counts.end()) / static_cast<double>(n);
  if (!(train < std::min(majority + near_majority, (1 + majority) / 2))) return f;
  // Class weights trade accuracy for balance: a network that gains balance has learned.
  const double balanced = end_level(curve(e.record, "train/balanced_accuracy"));
  if (balanced > 1.0 / static_cast<double>(counts.size()) + near_majority) return f;
  f.grade = Grade::serious;
  f.numbers = {{"training accuracy", train}, {"share of the largest class", majority}};
  f.sentence = fmt::format("Not learned: training accuracy is {}, and always naming the largest class would give {}.",
                           percent(train), percent(majority));
  f.advice = "Check labels and preprocessing; try a higher learning rate, more epochs, or a larger network.";
  return f;
}

Finding convergence(const Evidence& e) {
  Finding f{"best epoch"};
  const int chosen = e.record.run.chosen_epoch;
  const auto in_train = first_not_finite(e.train_loss), in_val = first_not_finite(e.val_loss);
  if (const auto bad = in_train && in_val ? std::min(in_train, in_val) : std::max(in_train, in_val); bad > 0) {
    f = {"not finite",
         Grade::serious,
         static_cast<int>(bad),
         fmt::format("A loss became NaN or infinite at epoch {}.", bad),
         "Lower the learning rate, and check the images and class weights for extreme values.",
         {}};
  } else if (chosen > 0 && chosen < early * static_cast<double>(e.last) && e.last - chosen >= early_epochs) {
    f.grade = Grade::note;
    f.since = chosen;
    f.numbers = {{"chosen epoch", static_cast<double>(chosen)}, {"last epoch", static_cast<double>(e.last)}};
    f.sentence = fmt::format("The best epoch, {}, is far before the last, {}: the epochs after it brought nothing.",
                             chosen, e.last);
    if (!uses(e.record, "callback", "early_stopping")) f.advice = "early_stopping would have saved the time.";
  } else if (chosen > 0 && chosen == e.last && chosen == e.record.run.epochs_planned && e.last >= early_epochs &&
             !e.turned.since) {
    f = {"not converged", Grade::note,
         chosen,          fmt::format("The last epoch, {}, was the best: training may have ended too early.", chosen),
         "Train longer.", {}};
  }
  return f;
}

}  // namespace xp
