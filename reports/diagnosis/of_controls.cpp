// Whether a network does better than what stands beside it on the same images: the majority, neighbours in size and
// thumbnail, its own recipe on labels that mean nothing.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>

#include "framework/base/text.h"
#include "framework/scores/chance/paired.h"
#include "framework/scores/intervals/over_folds.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/diagnosis/wins.h"
#include "reports/judged.h"
#include "reports/parts.h"

namespace xp {
namespace {

constexpr int draws = 2000;  // of the randomisation test, for balanced accuracy alone

/// The same images in the same order.
struct Paired {
  Judged network, control;
};

/// What was said of each image by its name; none where an image was judged more than once (repeated folds), as the
/// folds of the network are not put together then either.
std::optional<std::map<std::string, Prediction>> said_once(const Evidence& e, const std::vector<Child>& runs) {
  std::map<std::string, Prediction> out;
  for (const Record& part : e.parts)
    for (const Child& run : runs)
      if (run.run == part.run.id)
        for (const Prediction& p : usable(part, Part::test))
          if (!out.emplace(image_of(part, part.samples[static_cast<std::size_t>(p.sample)]), p).second) return {};
  return out;
}

/// None where a test image of the network was not judged by the control, whose folds' tests are put together.
std::optional<Paired> paired(const Evidence& e, const ControlRuns& runs) {
  const auto said = said_once(e, runs.runs);
  Paired out{judged(e.record, Part::test), {}};
  if (!said || out.network.predictions.empty()) return {};
  out.control = out.network;
  for (Prediction& p : out.control.predictions) {
    const auto found = said->find(image_of(e.record, e.record.samples[static_cast<std::size_t>(p.sample)]));
    // Labels dealt anew are those of the training part; a test that differs is another test.
    if (found == said->end() || found->second.label != p.label) return {};
    p.probabilities = found->second.probabilities;
  }
  return out;
}

/// Images of a fold's test over those that it learned from: of the folds at hand, else of k folds, repeated so often.
double tested_per_training(const Evidence& e) {
  double sum = 0;
  int known = 0;
  for (const Record& part : e.parts)
    for (const Child& fold : folds_among(e.record.children))
      if (fold.run == part.run.id) sum += scored_per_training(part, Part::test), ++known;
  if (known) return sum / known;
  const Value* repeats = find(e.record.settings, "split.repeats");
  const auto* times = repeats ? repeats->get<std::int64_t>() : nullptr;
  const double folds = times && *times > 0 ? folds_of(e.record) / static_cast<double>(*times) : 0;
  return folds > 1 ? 1 / (folds - 1) : std::nan("");
}

/// Of folds whose tests share images, which no count of images can stand for.
OverFolds over_its_folds(const Evidence& e) {
  std::vector<double> values;
  for (const Child& fold : folds_among(e.record.children))
    if (const auto found = fold.scores.find("test/accuracy"); found != fold.scores.end())
      values.push_back(found->second);
  return over_folds(values, tested_per_training(e), 0.95, {0, 1});
}

struct Held {
  double network = 0, control = 0;     // the score
  bool better = false, worse = false;  // beyond chance
  std::string by{};                    // the test, in words
  std::vector<Number> numbers{};
};

Held by_accuracy(const Paired& pair) {
  std::vector<bool> right;
  for (const Prediction& p : pair.control.predictions) right.push_back(predicted(p) == p.label);
  const Wins found = wins(pair.network, right);
  return {value_of({"accuracy"}, pair.network),
          value_of({"accuracy"}, pair.control),
          found.better(),
          found.worse(),
          found.text("control"),
          found.numbers("control")};
}

/// Of a recipe that gives up accuracy for balance.
Held by_balance(const Paired& pair) {
  const Scalar score{"balanced_accuracy"};
  const double p = randomisation(score, pair.control, pair.network, draws);
  Held out{value_of(score, pair.network), value_of(score, pair.control)};
  out.better = out.network > out.control && p < threshold::alpha;
  out.worse = out.network < out.control && p < threshold::alpha;
  out.by = fmt::format("balanced accuracy {} and {}: randomisation test {}", percent(out.network), percent(out.control),
                       by_chance(p));
  out.numbers = {
      {"balanced accuracy of the network", out.network}, {"balanced accuracy of the control", out.control}, {"p", p}};
  return out;
}

/// Where what was said of each image cannot be paired: the control's accuracy beside the network's interval.
Held by_interval(const Evidence& e, const ControlRuns& runs) {
  Held out{spread(e.record, "test/accuracy").mean, spread(runs.runs, "test/accuracy").mean};
  const bool of_folds = !e.test.n && folds_of(e.record);
  const OverFolds over = of_folds ? over_its_folds(e) : OverFolds{};
  const Interval network = of_folds ? over.interval : Interval{e.test.accuracy.low, e.test.accuracy.high};
  const std::string of = of_folds ? counted(over.folds, "fold") : counted(e.test.n, "image");
  out.better = network.low > out.control, out.worse = network.high < out.control;
  out.by = network.low <= network.high
               ? fmt::format("the network's 95 % interval is {} to {} % {} {}", hundredths(network.low, 0),
                             hundredths(network.high, 0), of_folds ? "over" : "of", of)
               : fmt::format("the {} of its test give no interval", of);
  out.numbers = {{"network", out.network}, {"interval low", network.low}, {"control", out.control}};
  return out;
}

std::string advice(const std::string& control) {
  if (control == "majority")
    return "Nothing is known to be learnt; look at balanced accuracy and the confusion matrix.";
  if (control == "image-statistics")
    return "Size, exposure or framing may tell the classes apart: make them alike, and see what the audit names.";
  return "What the test shows may come from the recipe or the split alone; find more test images before any claim.";
}

}  // namespace

std::vector<Finding> beside_controls(const Evidence& e) {
  std::vector<Finding> out;
  Finding beaten{"controls"};
  std::vector<std::string> names;
  const std::vector<std::string> sentences = control_sentences(e.record);
  std::size_t place = 0;
  for (const ControlRuns& runs : controls_among(e.record.children)) {
    const std::string& sentence = sentences[place++];
    if (std::isnan(spread(runs.runs, "test/accuracy").mean) || std::isnan(spread(e.record, "test/accuracy").mean))
      continue;
    const auto pair = paired(e, runs);
    const Held held = !pair ? by_interval(e, runs) : balances(e.record) ? by_balance(*pair) : by_accuracy(*pair);
    if (held.better) {
      names.push_back(fmt::format("{} ({})", runs.name, held.by));
      for (const Number& n : held.numbers) beaten.numbers.push_back({runs.name + ": " + n.name, n.value});
      continue;
    }
    out.push_back({"no better than " + runs.name, held.network > held.control ? Grade::warning : Grade::serious, 0,
                   fmt::format("{} its control {} ({}). {}", held.worse ? "Worse than" : "Not shown to be better than",
                               runs.name, held.by, sentence),
                   advice(runs.name), held.numbers});
  }
  if (names.empty()) return out;
  beaten.sentence =
      fmt::format("Better than {}: {}.", names.size() == 1 ? "its control" : "its controls", join(names, "; "));
  out.push_back(std::move(beaten));
  return out;
}

}  // namespace xp
