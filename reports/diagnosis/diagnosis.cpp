#include "reports/diagnosis/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/text.h"
#include "reports/diagnosis/findings.h"
#include "reports/parts.h"

namespace xp {
namespace {

// Share of its minimum by which the validation loss must have risen to have turned; less is common jitter.
constexpr double rise_noticed = 0.10;

std::string headline_of(const Diagnosis& d, const Record& record) {
  if (record.metrics.empty() && record.test.empty()) return "Nothing was recorded, so nothing can be said.";
  if (d.grade == Grade::fine) return "Nothing here speaks against this result, within what its test images can show.";
  return fmt::format("{}: {}",
                     d.grade == Grade::serious   ? "Serious"
                     : d.grade == Grade::warning ? "Warning"
                                                 : "Note",
                     d.findings.front().sentence);
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

std::string percent(double rate) { return fmt::format("{} %", decimal(100 * rate, 1)); }
bool uses(const Record& record, const std::string& group, const std::string& choice) {
  const Value* found = find(record.settings, group);
  if (!found) return false;
  const std::string text = found->text();
  return choice.empty() ? !text.empty() && text != "none" : text.find(choice) != std::string::npos;
}

std::string points(double difference) { return fmt::format("{} points", decimal(100 * difference, 1)); }

Evidence::Evidence(const Record& r)
    : record(r),
      train_loss(curve(r, "train/loss")),
      val_loss(curve(r, "val/loss")),
      train(curve(r, "train/accuracy")),
      val(curve(r, "val/accuracy")),
      turned(turn(val_loss, rise_noticed)),
      test(outcome(r, Part::test)),
      validation(outcome(r, Part::validation)) {
  std::set<std::string> judged;
  for (const StoredSample& sample : r.samples)
    if (sample.part == Part::validation) judged.insert(image_of(r, sample));
  images = static_cast<int>(judged.size());
  if (!images) images = validation.n;
  for (const Series* s : {&train_loss, &val_loss, &train, &val})
    if (!s->empty()) last = std::max(last, s->back().at);
  const Series smooth = smoothed(train_loss);
  falls = end_level(train_loss) <= value_at(smooth, turned.lowest);
}

Rate Evidence::rate_of(double accuracy) const {
  const double right = accuracy * images;
  return right >= 0 && right <= images ? rate(static_cast<int>(std::lround(right)), images) : rate(0, 0);
}

double Evidence::gap() const { return end_level(train) - end_level(val); }

bool Evidence::gap_beyond_chance() const { return end_level(train) > rate_of(end_level(val)).high; }

using Judge = Finding (*)(const Evidence&);

/// What has curves of its own, what stands for its folds, and what is only there to be held against.
std::vector<Judge> judges_of(const Record& record) {
  if (folds_of(record)) {
    const std::vector<Judge> of_folds{folds_missing, fold_spread, leak, audited};
    const std::vector<Judge> of_all_tests{folds_missing, fold_spread, leak, audited, collapse, guessing, small_test};
    return record.test.empty() ? of_folds : of_all_tests;
  }
  if (uses(record, "train.control")) return {of_a_control, leak, audited};
  if (record.run.status == Status::finished && record.run.paused) return {on_its_way, leak, audited, contradiction};
  return {leak,     audited,  contradiction, overfitting, underfitting, convergence,
          collapse, guessing, memorisation,  untested,    small_test,   small_validation_part};
}

Diagnosis diagnose(const Record& record, const std::vector<Record>& folds) {
  const Evidence e(record);
  Diagnosis out;
  for (const Judge judge : judges_of(record))
    if (Finding f = judge(e); !f.sentence.empty()) out.findings.push_back(std::move(f));
  for (Finding& f : warnings_of_folds(folds, out.findings)) out.findings.push_back(std::move(f));
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.grade > b.grade; });
  for (const Finding& f : out.findings) out.grade = std::max(out.grade, f.grade);
  if (const Finding* f = out.find("overfitting")) out.onset = f->since;
  out.headline = headline_of(out, record);
  return out;
}

}  // namespace xp
