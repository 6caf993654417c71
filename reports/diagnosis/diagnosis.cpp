#include "reports/diagnosis/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/parts.h"

namespace xp {
namespace {

/// Where training was judged again as validation is, that; where both parts have a loss weighted as in training, that.
const Series& measured(const Record& r, const std::string& part, const std::string& score) {
  const std::string train = curve(r, "train_eval/" + score).empty() ? "train" : "train_eval";
  const std::string weighted = "/weighted_loss", own = part == "train" ? train : part;
  const bool weighs = score == "loss" && !curve(r, train + weighted).empty() && !curve(r, "val" + weighted).empty();
  return curve(r, own + (weighs ? weighted : "/" + score));
}

std::string headline_of(const Diagnosis& d, const Record& record) {
  if (record.metrics.empty() && record.test.empty() && folds_among(record.children).empty())
    return "Nothing was recorded, so nothing can be said.";
  const bool open = record.run.status == Status::running || record.run.status == Status::scheduled;
  if (open && record.test.empty() && d.grade < Grade::warning)
    return fmt::format("No result yet: the run is {}.", name(record.run.status));
  const auto worst = std::find_if(d.findings.begin(), d.findings.end(), [&](const Finding& f) {
    return f.grade == d.grade && f.name != "curves missing";  // that nothing is known says nothing of the result
  });
  if (d.grade == Grade::fine || worst == d.findings.end())
    return "Nothing here speaks against this result, within what its test images can show.";
  return fmt::format("{}: {}",
                     d.grade == Grade::serious   ? "Serious"
                     : d.grade == Grade::warning ? "Warning"
                                                 : "Note",
                     worst->sentence);
}

}  // namespace

const char* name(Grade grade) {
  switch (grade) {
    case Grade::fine: return "fine";
    case Grade::note: return "note";
    case Grade::warning: return "warning";
    case Grade::serious: return "serious";
  }
  return "fine";
}

const Finding* Diagnosis::find(const std::string& finding) const {
  const auto found =
      std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.name == finding; });
  return found == findings.end() ? nullptr : &*found;
}

Evidence::Evidence(const Record& r, std::span<const Record> its_parts)
    : record(r),
      parts(its_parts),
      train_loss(measured(r, "train", "loss")),
      val_loss(measured(r, "val", "loss")),
      train(measured(r, "train", "accuracy")),
      val(curve(r, "val/accuracy")),
      turned(turn(val_loss, threshold::rise_noticed)),
      test(outcome(r, Part::test)),
      validation(outcome(r, Part::validation)) {
  std::set<std::string> judged;
  for (const StoredSample& sample : r.samples)
    if (sample.part == Part::validation) judged.insert(image_of(r, sample));
  images = static_cast<int>(judged.size());
  if (!images) images = validation.n;
  if (!images) images = record.run.val_images;
  for (const Series* s : {&train_loss, &val_loss, &train, &val})
    if (!s->empty()) last = std::max(last, s->back().at);
  const Series smooth = smoothed(train_loss);
  falls = end_level(train_loss) <= value_at(smooth, turned.lowest);
}

Rate Evidence::rate_of(double accuracy) const {
  const double right = accuracy * images;
  // Another number of images than this one would give: then it is not theirs.
  if (std::abs(right - std::round(right)) > 0.02 + 1e-4 * images) return rate(0, 0);
  return right >= 0 && right <= images ? rate(static_cast<int>(std::lround(right)), images) : rate(0, 0);
}

double Evidence::gap() const { return end_level(train) - end_level(val); }

Luck Evidence::luck_of_gap() const {
  const double level = end_level(val);
  if (!images || !(level >= 0 && level <= 1)) return Luck::unknown;
  return end_level(train) > wilson(std::lround(level * images), images).high ? Luck::beyond : Luck::within;
}

using Judge = Finding (*)(const Evidence&);

/// What has curves of its own, what stands for its folds, and what is only there to be held against.
std::vector<Judge> judges_of(const Record& record) {
  if (folds_of(record)) {
    const std::vector<Judge> of_folds{folds_missing, fold_spread, leak, audited};
    const std::vector<Judge> of_all_tests{folds_missing, fold_spread,  leak,           audited,   collapse,
                                          guessing,      failed_class, miscalibration, small_test};
    return record.test.empty() ? of_folds : of_all_tests;
  }
  if (uses(record, "train.control")) return {of_a_control, leak, audited};
  if (record.run.status == Status::finished && record.run.paused) return {on_its_way, leak, audited, contradiction};
  return {failed,         leak,
          audited,        contradiction,
          chosen_by_test, overfitting,
          underfitting,   not_finite,
          unstable,       diverged,
          dead_relus,     not_converged,
          best_early,     better_on_validation,
          not_comparable, collapse,
          guessing,       memorisation,
          untested,       small_test,
          best_reported,  small_validation_part,
          failed_class,   miscalibration,
          heat_at_border};
}

void sort(Diagnosis& diagnosis) {
  std::stable_sort(diagnosis.findings.begin(), diagnosis.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.grade > b.grade; });
  for (const Finding& f : diagnosis.findings) diagnosis.grade = std::max(diagnosis.grade, f.grade);
}

Diagnosis diagnose(const Record& record, const std::vector<Record>& parts) {
  const Evidence e(record, parts);
  Diagnosis out;
  for (const Judge judge : judges_of(record))
    if (Finding f = judge(e); !f.sentence.empty()) out.findings.push_back(std::move(f));
  for (Finding& f : beside_controls(e)) out.findings.push_back(std::move(f));
  for (Finding& f : warnings_of_folds(e, out.findings)) out.findings.push_back(std::move(f));
  sort(out);
  if (const Finding* f = out.find("overfitting")) out.onset = f->since;
  out.headline = headline_of(out, record);
  return out;
}

}  // namespace xp
