// Whether the network learned its training images rather than what they show.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/store/tracked.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"

namespace xp {
namespace {

using namespace threshold;

Grade overfitting_grade(const Evidence& e) {
  const double gap = e.gap(), guessing = std::log(std::max<double>(2, static_cast<double>(e.record.classes.size())));
  const double train_loss = end_level(e.train_loss), val_loss = end_level(e.val_loss);
  const double up = e.turned.end - e.turned.low, rise = e.turned.low > 0 ? up / e.turned.low : 0;
  const bool onset = e.turned.since > 0 && e.falls, by_chance = e.luck_of_gap() == Luck::within;
  // As good on new images as on known ones, by the loss: a gap in accuracy needs images enough to mean something.
  if (!onset && (e.last <= too_short || (val_loss <= train_loss && by_chance))) return Grade::fine;
  const bool apart = gap >= gap_large && !by_chance, rises = onset && up >= rise_least;
  // Worse than guessing on new images while sure of the old ones: the loss of equal odds is ln(classes).
  const bool confidently_wrong = val_loss > guessing && train_loss < guessing / 2;
  if ((confidently_wrong && (gap >= gap_large || onset)) || (rises && rise >= rise_grave && apart))
    return Grade::serious;
  if (apart || (rises && rise >= rise_large &&
                (!(gap < gap_noticed) || (rise >= rise_beyond && up >= rise_beyond_least && gap > 0))))
    return Grade::warning;
  return onset || gap >= gap_noticed ? Grade::note : Grade::fine;
}

/// ", a gap that 7 images may show by chance": where it is a gap, and they may.
std::string chance(const Evidence& e) {
  if (!(e.gap() >= gap_noticed) || e.luck_of_gap() == Luck::beyond) return "";
  return e.luck_of_gap() == Luck::within ? fmt::format(", a gap that {} images may show by chance", e.images)
                                         : ", a gap of which nobody can say whether it is chance: the number of "
                                           "validation images was not recorded";
}

std::vector<Number> numbers_of(const Evidence& e) {
  const auto chosen = e.record.run.chosen_epoch;
  const Rate rate = e.rate_of(end_level(e.val));
  std::vector<Number> out{{"accuracy gap, last epochs' medians", e.gap()},
                          {"loss gap, last epochs' medians", end_level(e.val_loss) - end_level(e.train_loss)},
                          {"accuracy gap, last epoch", last_finite(e.train) - last_finite(e.val)},
                          {"loss gap, last epoch", last_finite(e.val_loss) - last_finite(e.train_loss)},
                          {"accuracy gap, chosen epoch", value_at(e.train, chosen) - value_at(e.val, chosen)},
                          {"loss gap, chosen epoch", value_at(e.val_loss, chosen) - value_at(e.train_loss, chosen)},
                          {"accuracy gap, trend in the last half of the epochs", trend(difference(e.val, e.train))},
                          {"validation loss, lowest", e.turned.low},
                          {"validation loss, last epochs' median", end_level(e.val_loss)}};
  std::erase_if(out, [](const Number& n) { return !std::isfinite(n.value); });
  if (rate.n)
    out.insert(out.end(),
               {{"validation accuracy, interval low", rate.low}, {"validation accuracy, interval high", rate.high}});
  return out;
}

/// The last epoch's own figures, beside the medians that the grade rests on. "" where one of them was not recorded.
std::string at_last(const Evidence& e) {
  const double train = value_at(e.train, e.last), train_loss = value_at(e.train_loss, e.last);
  const double val = value_at(e.val, e.last), val_loss = value_at(e.val_loss, e.last);
  if (!std::isfinite(train + train_loss + val + val_loss)) return "";
  const Rate rate = e.rate_of(val);
  return fmt::format(" At epoch {}: training {} (loss {}), validation {} (loss {}){}.", e.last, percent(train),
                     decimal(train_loss, 4), percent(val), decimal(val_loss, 4),
                     rate.n ? fmt::format(", {} of {}, 95 % interval {} to {} %", rate.right, rate.n,
                                          decimal(100 * rate.low, 0), decimal(100 * rate.high, 0))
                            : "");
}

/// The same of the weights that were kept, where those are of another epoch.
std::string at_kept(const Evidence& e) {
  const auto kept = e.record.run.chosen_epoch;
  const double train = value_at(e.train, kept), val = value_at(e.val, kept), val_loss = value_at(e.val_loss, kept);
  if (kept == e.last || !std::isfinite(train + val)) return "";
  return fmt::format(" The weights kept, of epoch {}, have {} in training and {} in validation{}.", kept,
                     percent(train), percent(val),
                     std::isfinite(val_loss) ? fmt::format(" (loss {})", decimal(val_loss, 4)) : "");
}

/// " (5 of 7; 95 % interval 36 to 92 %)"; "" where the number of images is not known.
std::string counted(const Rate& rate) {
  return rate.n ? fmt::format(" ({} of {}; 95 % interval {} to {} %)", rate.right, rate.n, decimal(100 * rate.low, 0),
                              decimal(100 * rate.high, 0))
                : "";
}

}  // namespace

Finding overfitting(const Evidence& e) {
  Finding f{"overfitting"};
  const double gap = e.gap(), train_loss = end_level(e.train_loss), val_loss = end_level(e.val_loss);
  const auto chosen = e.record.run.chosen_epoch;
  f.grade = overfitting_grade(e);
  f.numbers = numbers_of(e);
  const bool medians = e.last > too_short;  // of fewer epochs the last alone is looked at
  const std::string accuracy = fmt::format("{} accuracy is {} in training and {} in validation",
                                           medians ? "over the last epochs" : fmt::format("at epoch {}", e.last),
                                           percent(end_level(e.train)), percent(end_level(e.val)));
  if (f.grade == Grade::fine) {
    if (std::isfinite(gap)) {
      f.sentence = fmt::format("No overfitting seen up to epoch {}: {}{}{}.", e.last, accuracy,
                               medians ? " (medians)" : "", chance(e));
    } else if (std::isfinite(train_loss - val_loss)) {
      f.sentence = fmt::format("No overfitting seen up to epoch {}: loss is {} in training and {} in validation{}.",
                               e.last, decimal(train_loss, 2), decimal(val_loss, 2), medians ? " (medians)" : "");
    } else {
      f.name = "curves missing", f.grade = Grade::note;
      f.sentence = "Overfitting cannot be judged: there are no training and validation curves to compare.";
      f.advice = is_imported(e.record)     ? "xp import history FILE.csv under the same name adds them."
                 : is_tracked(e.record)    ? "epoch() takes them by these names: train/loss, val/loss, val/accuracy."
                 : e.record.run.epochs > 0 ? "Keep a validation part."
                                           : "Keep a validation part, and train at least one epoch.";
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
    const std::string losses = std::isfinite(train_loss + val_loss)
                                   ? fmt::format(" (loss {} and {}{})", decimal(train_loss, 2), decimal(val_loss, 2),
                                                 medians ? "; all medians" : "")
                                   : "";
    f.sentence = fmt::format("Overfitting: {}{}{}.", accuracy, losses, chance(e));
  }
  if (f.grade >= Grade::warning && medians) f.sentence += at_last(e) + at_kept(e);
  const bool before = f.since && chosen && chosen < f.since;
  f.advice = (before ? fmt::format("The weights kept are from epoch {}, before it set in. ", chosen) : "") +
             "More images, more weight decay or dropout, or a smaller network.";
  return f;
}

Finding memorisation(const Evidence& e) {
  Finding f{"memorisation"};
  const double train = end_level(e.train), val = end_level(e.val);
  if (!(train >= memorised && train - val >= memorised_gap)) return f;
  f.grade = e.luck_of_gap() == Luck::within ? Grade::note : Grade::warning;
  for (const Point& p : e.train)
    if (p.value >= memorised && !f.since) f.since = static_cast<int>(p.at);
  const Rate rate = e.rate_of(val);
  f.numbers = {{"training accuracy", train},
               {"validation accuracy", val},
               {"interval low", rate.low},
               {"interval high", rate.high}};
  f.sentence = fmt::format(
      "The network knows its training images by heart ({} right), but is right on {} of the validation images{}.",
      percent(train), percent(val), counted(rate));
  f.advice = "Training accuracy says nothing here; quote the test accuracy with its interval.";
  return f;
}

}  // namespace xp
