#include "reports/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "framework/scores/pooled.h"
#include "framework/scores/resampling/resampled.h"
#include "framework/scores/score.h"
#include "reports/diagnosis/history.h"
#include "reports/judged.h"

namespace xp {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double or_stored(double value, double stored) { return std::isnan(value) ? stored : value; }

/// One an image, in the order of the first tiles.
std::vector<Prediction> of_images(const Record& record, const std::vector<Prediction>& tiles) {
  std::vector<Prediction> out;
  std::vector<std::vector<std::vector<double>>> said;
  std::map<std::string, std::size_t> places;
  for (const Prediction& p : tiles) {
    const std::string image = image_of(record, record.samples[static_cast<std::size_t>(p.sample)]);
    const auto [at, is_new] = places.emplace(image, out.size());
    if (is_new) out.push_back(p), said.emplace_back();
    said[at->second].push_back(p.probabilities);
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].probabilities = pooled(said[i]);
  return out;
}

/// Of a curve alone: where it is known of how many images, and they can give it.
Rate of_curve(double accuracy, int images) {
  constexpr double recorded_to = 5e-5;
  const double right = accuracy * images;
  if (images > 0 && std::abs(right - std::round(right)) <= recorded_to * images + 1e-6)
    return rate(static_cast<int>(std::lround(right)), images);
  return {0, 0, accuracy, undefined, undefined};
}

}  // namespace

Rate rate(int right, int n) {
  if (n <= 0) return {0, 0, undefined, undefined, undefined};
  const Interval i = wilson(right, n);
  return {right, n, static_cast<double>(right) / n, i.low, i.high};
}

std::string text(const Rate& rate) {
  if (!rate.n) return "undefined";
  if (!rate.bounded()) return decimal(100 * rate.value, 1) + " %";
  return fmt::format("{} % ({} to {})", decimal(100 * rate.value, 1), decimal(100 * rate.low, 1),
                     decimal(100 * rate.high, 1));
}

double Outcome::majority() const {
  int most = 0;
  for (const ClassOutcome& c : classes) most = std::max(most, c.support);
  return n ? static_cast<double>(most) / n : undefined;
}

bool on_tiles(const Record& record) {
  const Value* dataset = find(record.settings, "dataset");
  return dataset && dataset->text() == "tiles";
}

std::string image_of(const Record& record, const StoredSample& sample) {
  return on_tiles(record) ? sample.name.substr(0, sample.name.rfind('#')) : sample.name;
}

std::vector<Prediction> usable_tiles(const Record& record, Part part) {
  std::vector<Prediction> out;
  if (part == Part::train) return out;
  const int classes = static_cast<int>(record.classes.size()), samples = static_cast<int>(record.samples.size());
  const std::vector<Prediction>& said = part == Part::test ? record.test : record.validation;
  out.reserve(said.size());
  for (const Prediction& p : said) {
    const auto& q = p.probabilities;
    if (std::any_of(q.begin(), q.end(), [](double v) { return std::isnan(v); })) return {};
    if (p.label >= 0 && p.label < classes && p.sample >= 0 && p.sample < samples &&
        static_cast<int>(q.size()) == classes)
      out.push_back(p);
  }
  return out;
}

std::vector<Prediction> usable(const Record& record, Part part) {
  std::vector<Prediction> out = usable_tiles(record, part);
  return on_tiles(record) ? of_images(record, out) : out;
}

bool probabilistic(const Record& record) {
  const Value* said = find(record.settings, "imported.probabilities");
  return !said || *said == Value(true);
}

namespace {
bool monitors(const Settings& settings, const char* part) {
  const Value* monitor = find(settings, "train.monitor");
  return monitor && monitor->text().starts_with(part);
}
}  // namespace

bool chosen_on_validation(const Settings& settings) { return how_chosen(settings) == "on validation"; }

bool chosen_on_test(const Settings& settings) { return monitors(settings, "test/"); }

std::string how_chosen(const Settings& settings) {
  const Value *monitor = find(settings, "train.monitor"), *kept = find(settings, "imported.kept");
  if (kept && !monitor) return kept->text() == "last" ? "as the last" : "in a way that was not recorded";
  if (chosen_on_test(settings)) return fmt::format("on the test itself, by {}", monitor->text());
  return monitors(settings, "train") ? "by " + monitor->text() : "on validation";
}

namespace {
/// Where images share groups, whole groups are drawn: the intervals that a score report has for the same rates.
void bound_by_group(Outcome& out, const Judged& judged) {
  std::vector<Scalar> scalars{{"accuracy"}};
  std::vector<Rate*> rates{&out.accuracy};
  for (int c = 0; c < judged.classes; ++c) {
    ClassOutcome& one = out.classes[static_cast<std::size_t>(c)];
    scalars.push_back({"recall", c}), rates.push_back(&one.recall);
    scalars.push_back({"precision", c}), rates.push_back(&one.precision);
  }
  const std::vector<Interval> intervals = resampled({judged}, scalars).intervals[0];
  for (std::size_t i = 0; i < rates.size(); ++i)
    rates[i]->low = intervals[i].low, rates[i]->high = intervals[i].high, rates[i]->by_group = true;
}
}  // namespace

Outcome outcome(const Record& record, Part part) {
  Outcome out;
  out.part = part;
  const int classes = static_cast<int>(record.classes.size());
  const std::vector<Prediction> predictions = usable(record, part);
  out.n = static_cast<int>(predictions.size());
  out.confusion = Confusion(predictions, classes);
  for (int c = 0; c < classes; ++c) {
    const auto right = static_cast<int>(out.confusion.at(c, c));
    const auto support = static_cast<int>(out.confusion.support(c)),
               given = static_cast<int>(out.confusion.predicted_as(c));
    out.classes.push_back({record.classes[static_cast<std::size_t>(c)], support, given, rate(right, support),
                           rate(right, given), out.confusion.f1(c)});
  }
  const auto stored = [&](const char* score) {
    return value_at(curve(record, fmt::format("{}/{}", name(part), score)), record.run.chosen_epoch);
  };
  std::map<std::string, double> counted = scores(predictions, classes);
  if (!probabilistic(record)) counted["loss"] = undefined;
  out.accuracy = rate(static_cast<int>(out.confusion.correct()), out.n);
  out.accuracy.value = or_stored(counted["accuracy"], stored("accuracy"));
  if (const Judged all = judged(record, part); all.grouped()) bound_by_group(out, all);
  if (!out.n) out.accuracy = of_curve(stored("accuracy"), part == Part::validation ? record.run.val_images : 0);
  out.loss = on_tiles(record) ? or_stored(counted["loss"], stored("loss")) : or_stored(stored("loss"), counted["loss"]);
  out.balanced_accuracy = or_stored(counted["balanced_accuracy"], stored("balanced_accuracy"));
  out.macro_f1 = or_stored(counted["macro_f1"], stored("macro_f1"));
  return out;
}

}  // namespace xp
