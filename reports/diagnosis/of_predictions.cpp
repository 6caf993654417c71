// What the predictions, and how many there are, say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/diagnosis/findings.h"

namespace xp {
namespace {

// Thresholds of the first form; issue 6 measures their recall and false alarms on planted faults.
constexpr double width_note = 0.10, width_warning = 0.20,
                 width_serious = 0.40;  // of the 95 % interval of test accuracy
constexpr int tiny_validation = 20;     // one image moves the accuracy by 5 points or more
constexpr int small_validation = 50;    // … by 2 points or more

}  // namespace

Finding guessing(const Evidence& e) {
  Finding f{"no better than guessing"};
  const Outcome& o = e.judged();
  if (!o.n || o.accuracy.low > o.majority()) return f;
  f.grade = Grade::warning;
  f.numbers = {
      {"accuracy", o.accuracy.value}, {"interval low", o.accuracy.low}, {"share of the largest class", o.majority()}};
  f.sentence = fmt::format("{} of {} {} images right cannot be told from always naming the largest class ({} right).",
                           o.accuracy.right, o.n, e.judged_part(), percent(o.majority()));
  f.advice = "Make no claim from this accuracy; look at balanced accuracy and the confusion matrix.";
  return f;
}

Finding small_test(const Evidence& e) {
  Finding f{"small test set"};
  if (!e.test.n) {
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
  f.grade = width > width_serious   ? Grade::serious
            : width > width_warning ? Grade::warning
            : width > width_note    ? Grade::note
                                    : Grade::fine;
  f.numbers = {{"test accuracy", a.value},
               {"interval low", a.low},
               {"interval high", a.high},
               {"test images", static_cast<double>(a.n)}};
  f.sentence = fmt::format("{} right of {} test images: the true accuracy may lie anywhere from {} to {} %.", a.right,
                           a.n, decimal(100 * a.low, 0), decimal(100 * a.high, 0));
  if (f.grade > Grade::fine) f.advice = "Quote the interval, not the bare figure; only more test images narrow it.";
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
