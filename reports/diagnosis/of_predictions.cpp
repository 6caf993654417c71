// What the predictions, and how many there are, say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/chance/chance.h"
#include "framework/scores/intervals/interval.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/diagnosis/wins.h"
#include "reports/judged.h"
#include "reports/parts.h"

namespace xp {
namespace {

using namespace threshold;

int largest_class(const Outcome& o) {
  int out = 0;
  for (int c = 0; c < static_cast<int>(o.classes.size()); ++c)
    if (o.classes[static_cast<std::size_t>(c)].support > o.classes[static_cast<std::size_t>(out)].support) out = c;
  return out;
}

/// Always naming the largest class, against the network.
Wins beside_largest_class(const Evidence& e) {
  const Judged j = judged(e.record, e.judged().part);
  const int largest = largest_class(e.judged());
  std::vector<bool> right;
  for (const Prediction& p : j.predictions) right.push_back(p.label == largest);
  return wins(j, right);
}

/// Then that control says the same, and better.
bool majority_beside(const Evidence& e) {
  for (const ControlRuns& control : controls_among(e.record.children))
    if (control.name == "majority" && spread(control.runs, "test/accuracy").n) return e.test.n > 0;
  return false;
}

}  // namespace

Finding guessing(const Evidence& e) {
  Finding f{"no better than guessing"};
  const Outcome& o = e.judged();
  if (!o.n || o.majority() >= 1 || majority_beside(e)) return f;  // of one class there is nothing to tell
  const Wins against = beside_largest_class(e);
  if (against.better()) return f;
  const Guessed chance = guessed(o.confusion);
  const bool balanced = chance.z > above_guess;
  if (balanced && balances(e.record)) return f;  // accuracy was given up for balance, and balance was gained
  if (balanced) f.name = "no better than the largest class";
  f.grade =
      balanced ? (against.worse() ? Grade::warning : Grade::note) : (against.worse() ? Grade::serious : Grade::warning);
  f.numbers = {{"accuracy", o.accuracy.value}, {"share of the largest class", o.majority()}};
  for (const Number& n : against.numbers("largest class")) f.numbers.push_back(n);
  f.numbers.insert(f.numbers.end(), {{"balanced accuracy", chance.seen},
                                     {"balanced accuracy of a guess", chance.mean},
                                     {"its standard deviation", chance.sd}});
  f.sentence =
      fmt::format("{} of {} {} images right {} always naming the largest class ({} right; {})", o.accuracy.right, o.n,
                  e.judged_part(), against.worse() ? "is worse than" : "cannot be told from", percent(o.majority()),
                  against.text("largest class"));
  const std::string guess =
      percent(chance.mean) + (chance.sd > 0 ? fmt::format(" ± {}", percent(chance.sd)) : std::string());
  f.sentence += balanced ? fmt::format("; balanced accuracy, {}, is better than the {} of a guess.",
                                       percent(chance.seen), percent(chance.mean))
                         : fmt::format(", and the answers not from a guess (balanced accuracy {}; a guess has {}).",
                                       percent(chance.seen), guess);
  f.advice = balanced ? "Quote balanced accuracy and the confusion matrix; accuracy alone proves nothing here."
                      : "Make no claim from this accuracy; look at balanced accuracy and the confusion matrix.";
  return f;
}

Finding failed_class(const Evidence& e) {
  Finding f{"class failure"};
  const Outcome& o = e.judged();
  const auto classes = static_cast<double>(std::max<std::size_t>(1, o.classes.size()));
  if (!(guessed(o.confusion).z > above_guess)) return f;  // whoever guesses hides nothing
  std::vector<std::string> failed;
  for (std::size_t i = 0; i < o.classes.size(); ++i) {
    const ClassOutcome& c = o.classes[i];
    if (c.support < fewest_of_class || !c.predicted) continue;  // one that is never said is a collapse
    if (!(c.recall.value < failing && c.recall.value <= o.accuracy.value - far_below)) continue;
    // Each class had its chance to fail by accident.
    const double high = wilson(c.recall.right, c.recall.n, 1 - 0.05 / classes).high;
    if (high >= o.accuracy.value) continue;
    f.grade = std::max(f.grade, high < failing ? Grade::warning : Grade::note);
    const double said = static_cast<double>(c.predicted - c.recall.right) / std::max(1, o.n - c.support);
    failed.push_back(fmt::format("\"{}\" is known in {} of {} images ({}){}", shorten(printable(c.name), 40),
                                 c.recall.right, c.recall.n, percent(c.recall.value),
                                 c.recall.value <= said ? ", no more often than others are taken for it" : ""));
    f.numbers.push_back({"recall of " + c.name, c.recall.value});
  }
  if (failed.empty()) return f;
  f.numbers.push_back({"accuracy", o.accuracy.value});
  f.sentence = fmt::format("An accuracy of {} hides that {}.", percent(o.accuracy.value), join(failed, ", and "));
  f.advice = balances(e.record)
                 ? "Quote recall class by class, and balanced accuracy; more images of the class would help."
                 : "Quote recall class by class, and balanced accuracy; try class_weight balanced.";
  return f;
}

Finding small_test(const Evidence& e) {
  Finding f{"size of the test set"};
  if (!e.test.n) {
    f.name = "no test set";
    if (e.record.run.status == Status::scheduled || e.record.run.status == Status::running) return f;
    f.grade = Grade::warning;
    f.sentence =
        "There are no test predictions: nothing is known of images that played no part in training or choosing.";
    f.advice = e.record.run.status == Status::finished
                   ? "Keep a test part; a validation figure is no substitute."
                   : "Let a run come to its end; a validation figure is no substitute.";
    return f;
  }
  const Rate& a = e.test.accuracy;
  const double width = a.high - a.low;
  f.grade = !a.bounded() || width > width_serious ? Grade::serious
            : width > width_warning               ? Grade::warning
            : width > width_note                  ? Grade::note
                                                  : Grade::fine;
  if (f.grade > Grade::fine) f.name = "small test set";
  f.numbers = {{"test accuracy", a.value},
               {"interval low", a.low},
               {"interval high", a.high},
               {"test images", static_cast<double>(a.n)}};
  f.sentence = fmt::format(
      "{} right of {} test images: {}{}.", a.right, a.n, percent(a.value),
      a.bounded() ? fmt::format(", 95 % interval {} to {} %", hundredths(a.low, 0), hundredths(a.high, 0)) : "");
  if (const Judged j = judged(e.record, Part::test); j.grouped()) {
    const int groups = *std::max_element(j.groups.begin(), j.groups.end()) + 1;
    f.numbers.push_back({"groups", static_cast<double>(groups)});
    f.sentence += fmt::format(
        " They come from {} groups, {}.", groups,
        a.bounded() ? "which the interval counts in place of images" : "too few of a class for an interval");
  }
  if (f.grade > Grade::fine) f.advice = "Quote the interval, not the bare figure; only more test images narrow it.";
  if (f.grade > Grade::fine && a.by_group)
    f.advice = "Quote the interval, not the bare figure; only more groups narrow it.";
  if (!a.bounded()) f.advice = "Test on more groups; until then the bare figure says nothing of other ones.";
  return f;
}

Finding collapse(const Evidence& e) {
  Finding f{"class collapse"};
  const Outcome& o = e.judged();
  std::vector<std::string> never;
  std::size_t used = 0;
  for (const ClassOutcome& c : o.classes) {
    if (c.support && !c.predicted) never.push_back('"' + shorten(printable(c.name), 40) + '"');
    used += c.predicted > 0;
  }
  if (never.empty()) return f;
  f.grade = used == 1 ? Grade::serious : Grade::warning;
  f.numbers = {{"classes never predicted", static_cast<double>(never.size())}};
  f.sentence = used == 1 ? fmt::format("Every one of the {} {} images is given the same class; never predicted: {}.",
                                       o.n, e.judged_part(), join(never))
                         : fmt::format("Never predicted among {} {} images: {}.", o.n, e.judged_part(), join(never));
  std::vector<std::string> untried;
  if (!uses(e.record, "class_weight")) untried.push_back("class_weight balanced");
  if (!uses(e.record, "balance")) untried.push_back("balance oversample");
  f.advice = untried.empty()
                 ? "Look at balanced accuracy rather than accuracy; more images of the class would help."
                 : fmt::format("Try {}, and look at balanced accuracy rather than accuracy.", join(untried, " or "));
  return f;
}

Finding small_validation_part(const Evidence& e) {
  Finding f{"small validation part"};
  if (e.last == 0 || e.images >= small_validation) return f;
  f.grade = e.images < tiny_validation ? Grade::warning : Grade::note;
  f.numbers = {{"validation images", static_cast<double>(e.images)}};
  if (!e.images && !(e.val.empty() && e.val_loss.empty())) return {};  // how many they are was not recorded
  if (!e.images) {
    f.sentence =
        fmt::format("There is no validation part: nothing says when to stop{}.",
                    chosen_on_validation(e.record.settings)
                        ? ""
                        : ", and an epoch chosen " + how_chosen(e.record.settings) + " may be one that overfits");
    f.advice = "Keep a validation part.";
    return f;
  }
  const std::string images = fmt::format("{} validation {}", e.images, e.images == 1 ? "image" : "images");
  f.sentence =
      fmt::format("{}: one image moves their accuracy by {}.",
                  chosen_on_validation(e.record.settings)
                      ? "The epoch was chosen on " + images
                      : fmt::format("The epoch was chosen {}, and there are {}", how_chosen(e.record.settings), images),
                  points(1.0 / e.images));
  f.advice = "Treat the validation figure as a guide only; a larger part steadies it.";
  return f;
}

}  // namespace xp
