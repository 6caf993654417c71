// Whether training and validation curves can be held against each other, and what it means where validation is ahead.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "framework/store/tracked.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"

namespace xp {
namespace {

constexpr const char* augmentations[] = {"affine", "blur",  "brightness", "contrast", "cutout", "elastic",  "flip",
                                         "gamma",  "noise", "rotate",     "scale",    "shear",  "translate"};

/// By this program, so that its settings say all.
bool ours(const Record& r) { return find(r.settings, "model") && !without_plan(r); }

bool mixes(const Record& r) { return uses(r, "transform", "mixup") || uses(r, "transform", "cutmix"); }

/// "dropout 0.5", "augmentation": what is at work while training is measured, and not in validation.
std::vector<std::string> holding_back(const Record& r) {
  std::vector<std::string> out;
  if (const Value* dropout = find(r.settings, "model.dropout"))
    if (const double* rate = dropout->get<double>(); rate && *rate > 0) out.push_back("dropout " + dropout->text());
  if (mixes(r)) out.push_back("mixing of images");
  if (std::any_of(std::begin(augmentations), std::end(augmentations),
                  [&](const char* name) { return uses(r, "transform", name); }))
    out.push_back("augmentation");
  return out;
}

/// Above what is measured in training by more than so many images show by chance (99 %).
bool ahead_of(const Evidence& e, double train, double val) {
  if (!(val - train >= threshold::ahead)) return false;
  if (!e.images) return val - train >= 2 * threshold::ahead;
  return wilson(std::lround(val * e.images), e.images, 0.99).low > train;
}

/// What plain cross-entropy cannot be below: a wrong answer leaves its truth half at most, and ln 2 is what that costs.
bool impossible(double loss, double accuracy) { return loss < 0.95 * (1 - accuracy) * std::log(2.0) - 0.005; }

}  // namespace

Finding better_on_validation(const Evidence& e) {
  Finding f{"validation better than training"};
  const double seen = end_level(curve(e.record, "train/accuracy")), val = end_level(e.val);
  // Training accuracy is a mean while the weights move: what an epoch ends with is seen in the next one's.
  Series before = finite(e.val);
  if (!before.empty()) before.pop_back();
  if (e.last < threshold::few_epochs || !ahead_of(e, seen, val) || !ahead_of(e, seen, end_level(before))) return f;
  const double again = end_level(curve(e.record, "train_eval/accuracy"));
  const std::vector<std::string> by = holding_back(e.record);
  const bool remeasured = std::isfinite(again), still = remeasured && ahead_of(e, again, val);
  f.numbers = {{"training accuracy", seen}, {"validation accuracy", val}};
  if (remeasured) f.numbers.push_back({"training accuracy, judged as validation is", again});
  f.sentence = fmt::format("Validation accuracy, {}, is above training accuracy, {}", percent(val), percent(seen));
  if (remeasured && !still) {
    f.grade = Grade::note;
    f.sentence += fmt::format(
        ", because training is held back while it is measured: judged as validation is, it has {}.", percent(again));
    f.advice = "Compare with train_eval/accuracy.";
  } else if (still || (by.empty() && ours(e.record))) {
    f.grade = Grade::warning;
    f.sentence +=
        still ? fmt::format(" (judged as validation is: {}): its images are easier, or were seen in training.",
                            percent(again))
              : ", and neither dropout nor augmentation was found in its settings: its images are easier, or were seen "
                "in training.";
    f.advice =
        "Look for copies and groups on both sides (xp data audit), and for a class or source that validation has more "
        "of.";
  } else if (!by.empty()) {
    f.grade = Grade::note;
    f.sentence += fmt::format(
        ": training is held back while it is measured, by {}. An easier split would look the same.", join(by, " and "));
    f.advice = "train.measure_train judges the training part as validation is, and would tell.";
  } else {
    f.grade = Grade::note;
    f.sentence += ": dropout or augmentation do that, and so do an easier split and images that were seen in training.";
    f.advice = "Judge the training part again without dropout and augmentation to tell them apart.";
  }
  return f;
}

Finding not_comparable(const Evidence& e) {
  Finding f{"losses not comparable"};
  const bool again = !curve(e.record, "train_eval/loss").empty();
  if (mixes(e.record) && !again) {
    f.grade = Grade::note;
    f.sentence =
        "Training is measured on blended images (mixup or cutmix), validation on plain ones: the curves lie apart for "
        "that alone.";
    f.advice = "train.measure_train judges the training part as validation is.";
    return f;
  }
  const double train = end_level(e.train_loss), val = end_level(e.val_loss);
  const double train_accuracy = end_level(e.train), val_accuracy = end_level(e.val);
  f.numbers = {{"training loss", train},
               {"validation loss", val},
               {"training accuracy", train_accuracy},
               {"validation accuracy", val_accuracy}};
  const double luck = e.images ? std::sqrt(val_accuracy * (1 - val_accuracy) / e.images) : 0.06;
  // A run of our own has one loss on both sides, so that a larger one in training is its dropout or augmentation.
  const bool foreign = !ours(e.record);
  if (foreign && train > threshold::other_scale * val && train > val + threshold::other_least &&
      train_accuracy >= val_accuracy - 0.02 - 0.8 * luck) {
    f.grade = Grade::warning;
    f.sentence = fmt::format(
        "The losses are not of one kind: training has the larger loss ({} and {}) at no lower accuracy ({} and {}). "
        "Class weights, "
        "a penalty on the weights or smoothed labels on one side do that.",
        decimal(train, 2), decimal(val, 2), percent(train_accuracy), percent(val_accuracy));
    f.advice = "Compare accuracies, or record both losses unweighted and without penalties.";
  } else if (impossible(train, train_accuracy) || impossible(val, val_accuracy)) {
    f.grade = Grade::note;
    const bool in_training = impossible(train, train_accuracy);
    f.sentence = fmt::format(
        "The {} loss, {}, is below what plain cross-entropy costs at an accuracy of {}: it is another loss, or a "
        "scaled one.",
        in_training ? "training" : "validation", decimal(in_training ? train : val, 3),
        percent(in_training ? train_accuracy : val_accuracy));
    f.advice = "Compare accuracies; the losses' values mean something else here.";
  }
  return f;
}

}  // namespace xp
