// Whether the training was steady.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"

namespace xp {
namespace {

double median_between(const Series& points, std::ptrdiff_t from, std::ptrdiff_t to) {
  std::vector<double> values;
  for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, from); i < std::min(to, std::ssize(points)); ++i)
    values.push_back(points[static_cast<std::size_t>(i)].value);
  return values.empty() ? 0 : median(values);
}

/// Epochs whose training loss leaps over both what was before and what came after (medians of three): a loss that falls
/// steeply is above the latter alone.
std::vector<std::int64_t> leaps_of(const Series& loss) {
  std::vector<std::int64_t> out;
  const Series points = finite(loss);
  const double usual = noise(points);
  for (std::ptrdiff_t i = 1; i < std::ssize(points); ++i) {
    const double level = std::max(median_between(points, i - 3, i), median_between(points, i + 1, i + 4));
    const Point& p = points[static_cast<std::size_t>(i)];
    if (p.value > threshold::leap * level && p.value - level > std::max(threshold::leap_least, 5 * usual))
      out.push_back(p.at);
  }
  return out;
}

/// Standard deviation of the steps from epoch to epoch, over √2; the widest is left out.
double jitter_of(const Series& points) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < points.size(); ++i) steps.push_back(std::abs(points[i].value - points[i - 1].value));
  std::sort(steps.begin(), steps.end());
  if (!steps.empty()) steps.pop_back();
  double sum = 0;
  for (const double s : steps) sum += s * s;
  return steps.empty() ? 0 : std::sqrt(sum / static_cast<double>(steps.size()) / 2);
}

Finding by_leaps(const Evidence& e) {
  Finding f{"unstable"};
  const Series& spikes = curve(e.record, "train/loss_spikes");
  double batches = 0;
  std::int64_t first = 0;
  for (const Point& p : spikes)
    if (p.value > 0) batches += p.value;
  const auto leaps = leaps_of(curve(e.record, "train/loss"));
  const bool often = !spikes.empty() && batches >= threshold::leaps + 1 &&
                     batches > threshold::spiking * static_cast<double>(spikes.size());
  const bool leapt = static_cast<double>(leaps.size()) >=
                     std::max<double>(threshold::leaps, threshold::leaps_share * static_cast<double>(e.last));
  if (!often && !leapt) return f;
  if (!leaps.empty()) first = leaps.front();
  // The first of the epochs from which on batches spike as often as they do.
  if (const auto from = quickens(spikes); often && from && (!first || from < first)) first = from;
  f.grade = Grade::warning, f.since = static_cast<int>(first);
  f.numbers = {{"epochs whose loss leaps", static_cast<double>(leaps.size())}, {"batches that spike", batches}};
  std::vector<std::string> seen;
  if (!leaps.empty()) seen.push_back(fmt::format("the training loss leapt in {} of {} epochs", leaps.size(), e.last));
  if (batches > 0)
    seen.push_back(fmt::format("{} {} a loss far above those before them", decimal(batches, 0),
                               batches == 1 ? "batch had" : "batches had"));
  f.sentence = fmt::format("Unstable since epoch {}: {}.", f.since, join(seen, ", and "));
  const Value* clip = find(e.record.settings, "train.clip_norm");
  f.advice = fmt::format("Try a lower learning rate{} or a warm-up; look for images unlike the others.",
                         clip && clip->text() != "0" ? "" : ", train.clip_norm");
  return f;
}

Finding by_jitter(const Evidence& e) {
  Finding f{"unstable"};
  const Series val = finite(e.val);
  if (val.size() < 8) return f;
  const Series late(val.begin() + static_cast<std::ptrdiff_t>(val.size() / 2), val.end());
  const double jitter = jitter_of(late), level = end_level(late);
  const double luck =
      e.images ? std::sqrt(std::max(0.0, level * (1 - level)) / e.images + 0.25 / e.images / e.images) : 0.03;
  if (jitter < threshold::shaken || jitter < threshold::beyond_chance * luck) return f;
  f.grade = Grade::warning;
  f.since = static_cast<int>(widens(val, luck / 2));
  f.numbers = {{"standard deviation of validation accuracy", jitter}, {"of it by the number of images", luck}};
  f.sentence = fmt::format(
      "Unstable{}: validation accuracy goes up and down by {} from epoch to epoch (standard deviation), {}.",
      f.since > 1 ? fmt::format(" since epoch {}", f.since) : "", points(jitter),
      e.images ? fmt::format("where {} images explain {}", e.images, points(luck))
               : "more than a usual validation part explains");
  f.advice =
      "Try a lower or falling learning rate, larger batches, or averaged weights (train.moving_average); the epoch "
      "that was kept may be a lucky one.";
  return f;
}

}  // namespace

Finding not_finite(const Evidence& e) {
  Finding f{"not finite"};
  std::int64_t first = 0;
  for (const char* name : {"train/loss", "val/loss", "train_eval/loss"})
    if (const auto bad = first_not_finite(curve(e.record, name)); bad && (!first || bad < first)) first = bad;
  if (!first) return f;
  return {"not finite",
          Grade::serious,
          static_cast<int>(first),
          fmt::format("A loss became NaN or infinite at epoch {}.", first),
          "Lower the learning rate, and check the images and class weights for extreme values.",
          {{"epoch", static_cast<double>(first)}}};
}

Finding unstable(const Evidence& e) {
  Finding f = by_leaps(e);
  return f.sentence.empty() ? by_jitter(e) : f;
}

Finding diverged(const Evidence& e) {
  Finding f{"diverged"};
  const Turn train = turn(e.train_loss, threshold::rise_large);
  if (!train.since || !e.turned.since || !(train.end - train.low >= threshold::unlearned)) return f;
  f.grade = Grade::warning, f.since = static_cast<int>(std::max(train.since, e.turned.since));
  f.numbers = {{"training loss, lowest", train.low},
               {"training loss, last epochs' median", train.end},
               {"validation loss, lowest", e.turned.low},
               {"validation loss, last epochs' median", e.turned.end}};
  f.sentence = fmt::format(
      "Diverged since epoch {}: the training loss rose from {} to {}, that of validation from {} to {} (medians): what "
      "had been learned is being lost.",
      f.since, decimal(train.low, 2), decimal(train.end, 2), decimal(e.turned.low, 2), decimal(e.turned.end, 2));
  f.advice = "Lower the learning rate, let it fall, or clip gradients (train.clip_norm).";
  return f;
}

Finding dead_relus(const Evidence& e) {
  Finding f{"dead ReLUs"};
  const Series& dead = curve(e.record, "train/dead_relus");
  const double share = end_level(dead);
  if (!(share >= threshold::dead_noticed)) return f;
  f.grade = share >= threshold::dead_many ? Grade::warning : Grade::note;
  for (auto p = dead.rbegin(); p != dead.rend() && !(p->value < 0.75 * share); ++p) f.since = static_cast<int>(p->at);
  f.numbers = {{"share of channels", share}};
  f.sentence = fmt::format(
      "{} of the channels behind a ReLU give 0 for every image since epoch {}: they take no part and learn nothing.",
      percent(share), f.since);
  f.advice = "Lower the learning rate or warm up; a smaller network may do as well.";
  return f;
}

}  // namespace xp
