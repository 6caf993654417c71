// The aspects that are numbers: epochs, predictions, weights.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/run/rerun/aspects.h"
#include "framework/scores/score.h"
#include "framework/weights/weights.h"

namespace xp {

using State = Aspect::State;

namespace {

std::map<std::int64_t, double> by_epoch(const Record& r, const std::string& metric) {
  std::map<std::int64_t, double> out;
  if (const auto found = r.metrics.find(metric); found != r.metrics.end())
    for (const Point& p : found->second) out[p.at] = p.value;
  return out;
}

/// Epochs for which the original holds scores of that part, where `metric` is a score that it never recorded: xp has
/// learned it since.
std::map<std::int64_t, double> judged_without(const Record& original, const std::string& metric) {
  if (original.metrics.count(metric)) return {};
  const std::size_t slash = metric.find('/');
  const auto is_it = [&](const Score& s) { return metric.substr(slash + 1) == s.name; };
  const bool score = slash != std::string::npos && std::any_of(all_scores().begin(), all_scores().end(), is_it);
  return score ? by_epoch(original, metric.substr(0, slash) + "/loss") : std::map<std::int64_t, double>();
}

/// Numbers held against each other for one aspect: the first that differs, and how far all do.
struct Held {
  Verification& out;
  Aspect aspect;
  Distance distance;

  Held(const char* what, Verification& out) : out(out), aspect{what}, distance(out.distance.tolerance()) {}
  /// Of the same bits, or both NaN: true.
  bool pair(double was, double now, const std::function<std::string()>& of) {
    const std::int64_t before = distance.differing();
    distance.add(was, now, of);
    out.distance.add(was, now, of);
    return distance.differing() == before;
  }
  /// Not comparable as numbers; the first of these is told.
  void other(const std::string& sentence) {
    if (aspect.state != State::differs) aspect.state = State::differs, aspect.sentence = sentence;
  }
  Aspect done() {
    if (aspect.state == State::same && !distance.identical())
      aspect.state = distance.within() ? State::near : State::differs;
    return aspect;
  }
};

std::string weights_of(const Record& r) {
  for (const Artifact& a : r.artifacts)
    if (a.name == "weights.safetensors") return a.sha256;
  return "";
}

std::string shown(const std::string& hash) { return hash.empty() ? "none" : hash.substr(0, 12) + "…"; }

/// Number by number, where both files can be read and hold the same tensors.
void compare_weights(const std::string& was, const std::string& now, Held& held) {
  const WeightFile a = read_weight_file(was), b = read_weight_file(now);
  for (std::size_t i = 0; i < std::max(a.tensors.size(), b.tensors.size()); ++i) {
    const bool both = i < a.tensors.size() && i < b.tensors.size();
    if (!both || a.tensors[i].name != b.tensors[i].name || a.tensors[i].shape != b.tensors[i].shape ||
        a.tensors[i].element != b.tensors[i].element)
      return held.other(held.aspect.sentence + ": not the same tensors");
    if (a.tensors[i].bytes == b.tensors[i].bytes) continue;
    const std::vector<float> x = as_floats(a.tensors[i]), y = as_floats(b.tensors[i]);
    bool told = false;  // by a float; a NaN is a NaN
    for (std::size_t j = 0; j < x.size(); ++j)
      told |= !held.pair(x[j], y[j], [&] { return fmt::format("weight {}[{}]", a.tensors[i].name, j); }) ||
              std::isnan(x[j]);
    if (!told)
      held.other(fmt::format("{}: {} differs in digits that a float has not", held.aspect.sentence, a.tensors[i].name));
  }
}

}  // namespace

Aspect Comparison::epochs() {
  if (was.record.metrics.empty() && now.record.metrics.empty()) return neither("epochs");
  Held held("epochs", out);
  std::int64_t earliest = INT64_MAX;
  const auto first = [&](std::int64_t at, const std::string& text) {
    if (at < earliest) earliest = at, held.aspect.sentence = text;
  };
  for (const auto& [metric, series] : was.record.metrics) {
    const auto other = by_epoch(now.record, metric);
    for (const auto& [epoch, before] : by_epoch(was.record, metric)) {
      ++out.metrics_compared;
      const auto where = [epoch = epoch, &metric = metric] { return fmt::format("epoch {}: {}", epoch, metric); };
      if (const auto is = other.find(epoch); is == other.end())
        held.aspect.state = State::differs, first(epoch, where() + " is missing now");
      else if (!held.pair(before, is->second, where))
        first(epoch, fmt::format("{} was {:.17g}, now {:.17g}", where(), before, is->second));
    }
  }
  for (const auto& [metric, series] : now.record.metrics) {
    const auto other = by_epoch(was.record, metric), judged = judged_without(was.record, metric);
    for (const Point& p : series)
      if (!other.count(p.at) && !judged.count(p.at))
        held.aspect.state = State::differs, first(p.at, fmt::format("epoch {}: {} was not there before", p.at, metric));
  }
  return held.done();
}

Aspect Comparison::predictions() {
  const auto none = [](const Record& r) { return r.validation.empty() && r.test.empty(); };
  if (none(was.record) && none(now.record)) return neither("predictions");
  Held held("predictions", out);
  std::int64_t differing = 0;
  const auto part = [&](const char* name, const std::vector<Prediction>& a, const std::vector<Prediction>& b) {
    if (a.size() != b.size()) return held.other(fmt::format("{} predictions on {}, now {}", a.size(), name, b.size()));
    for (std::size_t i = 0; i < a.size(); ++i, ++out.predictions_compared) {
      const auto which = [&] {
        const auto at = static_cast<std::size_t>(a[i].sample);
        return fmt::format("the {} prediction of {}", name,
                           at < was.record.samples.size() ? was.record.samples[at].name : std::to_string(at));
      };
      const auto &x = a[i].probabilities, &y = b[i].probabilities;
      if (a[i].sample != b[i].sample || x.size() != y.size()) return held.other(which());
      if (a[i].label != b[i].label)
        return held.other(fmt::format("{}: judged by label {}, now by {}", which(), a[i].label, b[i].label));
      bool same = true;
      for (std::size_t c = 0; c < x.size(); ++c) same &= held.pair(x[c], y[c], which);
      if (!same && differing++ == 0) held.aspect.sentence = which();
    }
  };
  part("validation", was.record.validation, now.record.validation);
  part("test", was.record.test, now.record.test);
  if (differing > 1 && held.aspect.state == State::same)
    held.aspect.sentence += fmt::format(" is the first of {} that differ, of {}", differing, out.predictions_compared);
  return held.done();
}

Aspect Comparison::weights() {
  Held held("weights", out);
  const std::string a = weights_of(was.record), b = weights_of(now.record);
  for (const Evidence* e : {&was, &now})
    if (weights_of(e->record).empty() && !e->record.run.origin.empty())
      return {"weights", State::unknown,
              fmt::format("{} came without its weights, from {}", run_name(e->record.run.id), e->record.run.origin)};
  if (a == b) return a.empty() ? neither("weights") : held.done();
  held.aspect.sentence = fmt::format("the weights: {}, now {}", shown(a), shown(b));
  if (was.weights.empty() || now.weights.empty()) return held.other(held.aspect.sentence), held.done();
  try {
    compare_weights(was.weights, now.weights, held);
    if (held.aspect.state == State::same && held.distance.identical())
      held.aspect.sentence = "every tensor; what the two files say besides, as of their plan, differs";
  } catch (const Error& e) {
    held.other(held.aspect.sentence + "; " + e.what());
  }
  return held.done();
}

}  // namespace xp
