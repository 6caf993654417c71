// Whether the network learned, long enough, and which epoch stands for it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"

namespace xp {
namespace {

using namespace threshold;

/// Shares of the classes among the training images; empty where no image is known.
std::vector<double> shares_of(const Record& record) {
  std::vector<double> out(record.classes.size());
  double n = 0;
  for (const StoredSample& s : record.samples)
    if (s.part == Part::train && s.label >= 0 && s.label < static_cast<int>(out.size()))
      ++out[static_cast<std::size_t>(s.label)], ++n;
  if (n == 0) return {};
  // Where classes are drawn equally often, none is the largest of what is learned from.
  for (double& share : out) share = uses(record, "balance") ? 1 / static_cast<double>(out.size()) : share / n;
  return out;
}

double entropy(const std::vector<double>& shares) {
  double out = 0;
  for (const double p : shares) out -= p > 0 ? p * std::log(p) : 0;
  return out;
}

/// Of a run of 2 to 4 epochs, too few for a pace.
Finding too_few(const Evidence& e) {
  Finding f{"not converged"};
  const double last = value_at(e.train_loss, e.last), before = value_at(e.train_loss, e.last - 1);
  if (!(last < (1 - falling_by_epoch) * before) || end_level(e.train) >= nothing_left) return f;
  f.grade = Grade::warning, f.since = static_cast<int>(e.last);
  f.numbers = {{"fall of the training loss in the last epoch", 1 - last / before}};
  f.sentence = fmt::format("Not converged: the last of only {} epochs still brought the training loss down by {}.",
                           e.last, percent(1 - last / before));
  f.advice = "Train longer.";
  return f;
}

}  // namespace

Finding underfitting(const Evidence& e) {
  Finding f{"underfitting"};
  std::vector<double> shares = shares_of(e.record);
  if (shares.empty() &&
      e.record.classes.size() > 1)  // another tool's: the classes are known, how frequent they are is not
    shares.assign(e.record.classes.size(), 1 / static_cast<double>(e.record.classes.size()));
  if (shares.empty()) return f;
  const double majority = *std::max_element(shares.begin(), shares.end());
  const double train = end_level(e.train), loss = end_level(curve(e.record, "train/loss"));
  const auto images = std::count_if(e.record.samples.begin(), e.record.samples.end(),
                                    [](const StoredSample& s) { return s.part == Part::train; });
  const double luck = images ? 1.5 * std::sqrt(majority * (1 - majority) / static_cast<double>(images)) : 0;
  if (!(train < std::min(majority + near_majority + luck, (1 + majority) / 2))) return f;
  // Class weights trade accuracy for balance: a network that gains balance has learned.
  const double balanced = end_level(curve(e.record, "train/balanced_accuracy"));
  if (balanced > 1.0 / static_cast<double>(shares.size()) + near_majority) return f;
  if (loss < near_entropy * entropy(shares)) return f;
  f.grade = Grade::serious;
  f.numbers = {{"training accuracy", train},
               {"share of the largest class", majority},
               {"training loss", loss},
               {"loss of naming the classes as often as they occur", entropy(shares)}};
  f.sentence = fmt::format("Not learned: training accuracy is {}, and always naming the largest class would give {}.",
                           percent(train), percent(majority));
  f.advice = "Check labels and preprocessing; try a higher learning rate, more epochs, or a larger network.";
  return f;
}

Finding not_converged(const Evidence& e) {
  Finding f{"not converged"};
  const RunRow& run = e.record.run;
  const bool cut_short = run.epochs_planned > 0 && e.last < run.epochs_planned;  // by whom it was asked to stop
  if (!cut_short && e.last > 1 && e.last < early_epochs) return too_few(e);
  // A turn within the last two fifths is one that their slope speaks against.
  if (cut_short || e.last < early_epochs || (e.turned.since && 5 * e.turned.since <= 3 * e.last)) return f;
  const double train = fall(e.train_loss), val = fall(e.val_loss), pace = (train + val) / 2;
  const double at_end = (fall(e.train_loss, 1) + fall(e.val_loss, 1)) / 2;
  const double more = (xp::still_to_fall(e.train_loss) + xp::still_to_fall(e.val_loss)) / 2;
  const bool falls = e.last >= long_enough && pace >= still_falling && train >= train_falling && val >= val_falling &&
                     at_end >= falling_at_end * pace && val * end_level(e.val_loss) >= falling_least;
  f.numbers = {{"fall of the training loss in the last fifth", train},
               {"fall of the validation loss in the last fifth", val},
               {"of both, in one fifth more", more}};
  if (falls && more >= threshold::still_to_fall && !(end_level(e.train) >= nothing_left)) {
    f.grade = Grade::warning, f.since = static_cast<int>(e.last);
    f.sentence = fmt::format(
        "Not converged: in the last fifth of {} epochs the training loss still fell by {}, that of validation by {}.",
        e.last, percent(train), percent(val));
    f.advice = "Train longer, or with a higher learning rate: what is judged here is a network half made.";
  } else if (!e.turned.since && run.chosen_epoch > 0 && run.chosen_epoch == e.last &&
             run.chosen_epoch == run.epochs_planned) {
    f.grade = Grade::note, f.since = run.chosen_epoch;
    f.sentence = fmt::format("The last epoch, {}, was the best: training may have ended too early.", run.chosen_epoch);
    f.advice = "Train longer.";
  }
  return f;
}

Finding best_early(const Evidence& e) {
  Finding f{"best epoch"};
  const int chosen = e.record.run.chosen_epoch;
  if (!(chosen > 0 && chosen < early * static_cast<double>(e.last) && e.last - chosen >= early_epochs)) return f;
  const Value* by = find(e.record.settings, "train.monitor");
  const std::string monitor = by ? by->text() : "val/loss";
  const Series monitored = finite(curve(e.record, monitor));
  const bool less = monitor.ends_with("loss");
  const double best = value_at(monitored, chosen);
  // Kept for another reason (a tool's last, or one that was asked for): then later ones may well have been better.
  if (!std::isfinite(best) || std::any_of(monitored.begin(), monitored.end(),
                                          [&](const Point& p) { return less ? p.value < best : p.value > best; }))
    return f;
  f.grade = Grade::note, f.since = chosen;
  f.numbers = {{"chosen epoch", static_cast<double>(chosen)}, {"last epoch", static_cast<double>(e.last)}};
  f.sentence = fmt::format("The best epoch, {}, is far before the last, {}: the epochs after it brought nothing.",
                           chosen, e.last);
  if (!uses(e.record, "callback", "early_stopping")) f.advice = "early_stopping would have saved the time.";
  return f;
}

Finding best_reported(const Evidence& e) {
  Finding f{"best epoch reported"};
  const int chosen = e.record.run.chosen_epoch;
  const double best = value_at(e.val, chosen);
  const bool tested = e.test.n || !curve(e.record, "test/accuracy").empty();
  if (tested || !std::isfinite(best) || e.last < few_epochs || e.record.run.status != Status::finished ||
      !chosen_on_validation(e.record.settings))
    return f;
  Series others;
  for (const Point& p : e.val)
    if (p.at != chosen && std::abs(p.at - chosen) <= 5) others.push_back(p);
  std::vector<double> around;
  for (const Point& p : finite(others)) around.push_back(p.value);
  const double level = around.empty() ? best : median(around);
  const Rate rate = e.rate_of(best);
  f.grade = Grade::warning, f.since = chosen;
  f.numbers = {{"validation accuracy, chosen epoch", best},
               {"of the epochs around it, median", level},
               {"interval low", rate.low},
               {"interval high", rate.high}};
  f.sentence = fmt::format(
      "Epoch {} was chosen as the best of {} on the images that it is reported on: {}, where the epochs around it have "
      "{}.",
      chosen, e.last, percent(best), percent(level));
  f.advice = "A best of many flatters: report a test part that played no part in choosing, or the epochs' median.";
  return f;
}

}  // namespace xp
